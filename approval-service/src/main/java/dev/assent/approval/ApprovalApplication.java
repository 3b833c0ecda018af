package dev.assent.approval;

import dev.assent.service.Program;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;

/// The approval-service as a [Program], or as a part of one.
public final class ApprovalApplication {
  private static final Program PROGRAM = new Program("approval-service");

  private ApprovalApplication() {}

  public static void main(String[] args) {
    var _ = PROGRAM.main(args);
  }

  /// @param settings override every other source
  public static EmbeddedServer start(Map<String, Object> settings) {
    return PROGRAM.start(settings);
  }
}
