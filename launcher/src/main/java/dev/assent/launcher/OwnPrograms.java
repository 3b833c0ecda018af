package dev.assent.launcher;

import dev.assent.approval.ApprovalApplication;
import dev.assent.bench.cluster.Programs;
import dev.assent.gateway.GatewayApplication;
import dev.assent.lifecycle.LifecycleApplication;
import dev.assent.notifier.NotifierApplication;
import dev.assent.standalone.AssentMain;
import dev.assent.standalone.node.BrokerAndRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Processes of the Java and the class path that this one runs with.
final class OwnPrograms implements Programs {
  private static final String SERVICE_HEAP = "-Xmx256m";

  @Override
  public List<String> assent() {
    return java(AssentMain.class);
  }

  @Override
  public List<String> broker() {
    return java(BrokerAndRegistry.class, SERVICE_HEAP);
  }

  @Override
  public List<String> service(Service service) {
    return switch (service) {
      case LIFECYCLE_PROCESSOR -> java(LifecycleApplication.class, SERVICE_HEAP);
      case GATEWAY -> java(GatewayApplication.class, SERVICE_HEAP);
      case APPROVAL_SERVICE -> java(ApprovalApplication.class, SERVICE_HEAP);
      case NOTIFIER -> java(NotifierApplication.class, SERVICE_HEAP);
    };
  }

  private static List<String> java(Class<?> program, String... options) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.addAll(List.of(options)); // the last one of a kind counts
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return line;
  }
}
