package dev.assent.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: which build it is, and on which Java it runs.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String build =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
    return new String[] {"assent " + build + ", Java " + Runtime.version()};
  }
}
