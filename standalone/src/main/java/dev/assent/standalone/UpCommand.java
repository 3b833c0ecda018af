package dev.assent.standalone;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.doctor.Disk;
import dev.assent.cli.session.NodeFiles;
import dev.assent.cli.session.Session;
import dev.assent.platform.settings.SettingFaults;
import dev.assent.platform.settings.StartUp;
import dev.assent.standalone.broker.PortTakenException;
import dev.assent.standalone.node.DataFolder;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeLog;
import dev.assent.standalone.node.NodeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts a node and stays with it, or leaves it running.
@Command(
    name = "up",
    description =
        "Start a node on this machine: broker, registry and the four services. Ctrl-C stops it.")
final class UpCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      defaultValue = "" + NodeOptions.GATEWAY_PORT,
      description = "For programs (${DEFAULT-VALUE}). 0 chooses a free port; so it does below.")
  int gatewayPort;

  @Option(
      names = "--approvals-port",
      paramLabel = "PORT",
      defaultValue = "" + NodeOptions.APPROVALS_PORT,
      description = "For people (${DEFAULT-VALUE}).")
  int approvalsPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "" + NodeOptions.REGISTRY_PORT,
      description = "For schemas (${DEFAULT-VALUE}).")
  int registryPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "" + NodeOptions.KAFKA_PORT,
      description = "For Kafka clients (${DEFAULT-VALUE}).")
  int kafkaPort;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "" + NodeOptions.PARTITIONS,
      description =
          "Of the topics, when they are created on the first start (${DEFAULT-VALUE}). More only"
              + " pays once processors on other machines share the work.")
  int partitions;

  @Option(
      names = "--fsync",
      description =
          "Flush every batch to the disk before it is acknowledged: survives a power cut too.")
  boolean fsync;

  @Option(
      names = "--insecure-kafka",
      description =
          "Let every user and program of this machine into the broker: whoever can open its port"
              + " reads all payloads and writes keys and decisions of its own.")
  boolean insecureKafka;

  @Option(names = "--detach", description = "Return when it is ready; 'assent down' stops it.")
  boolean detach;

  UpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    if (partitions < 1) {
      throw new Failure(
          ExitCode.USAGE, "Expected --partitions of 1 or more, but got " + partitions + ".");
    }
    requireGoodSettings();
    Path data = session.data();
    if (detach) {
      makeFolder(data);
      requireFree(data);
      new DetachedNode(data, DetachedNode.Patience.OF_A_PERSON, this::remark).start(arguments());
    } else {
      makeFolder(data);
      NodeLog.start(DataFolder.log(data), true);
      LastWords.ofBroker(data, session.terminal().err());
      Node node = start(data);
      Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
    }
    if (insecureKafka) {
      session
          .terminal()
          .err()
          .println(
              "assent: --insecure-kafka: every user and program of this machine can read all"
                  + " payloads on this broker.");
    }
    report(new NodeFiles(data), Duration.ofNanos(System.nanoTime() - begin));
    if (!detach) {
      new CountDownLatch(1).await(); // until a signal ends the process
    }
    return ExitCode.DONE.code();
  }

  /// The services look into the environment, too.
  private static void requireGoodSettings() {
    List<String> faults = SettingFaults.of(System.getenv(), StartUp.systemProperties());
    if (!faults.isEmpty()) {
      throw new Failure(ExitCode.USAGE, String.join(".\n", faults) + ".");
    }
  }

  private static void makeFolder(Path data) throws IOException {
    try {
      DataFolder.create(data);
    } catch (FileSystemException e) {
      throw new Failure(
          ExitCode.USAGE,
          "Expected a data folder that can be written to, but "
              + data
              + " cannot be made or opened ("
              + e.getClass().getSimpleName().replace("Exception", "")
              + ": "
              + e.getFile()
              + ").",
          e);
    }
  }

  /// The new process would find it out, too, but its console is the file that the other node
  /// writes.
  private static void requireFree(Path data) throws IOException {
    try {
      DataFolder.requireFree(data);
    } catch (DataFolder.InUseException e) {
      throw inUse(e);
    }
  }

  private void remark(String text) {
    session.terminal().err().println(text);
    session.terminal().err().flush();
  }

  private static Failure inUse(DataFolder.InUseException e) {
    return new Failure(ExitCode.FAILED, e.getMessage() + ".", e);
  }

  private Node start(Path data) throws IOException, InterruptedException {
    // A program that reads the JSON document reads nothing else.
    PrintStream console = session.json() ? System.err : System.out;
    try {
      return Node.start(
          new NodeOptions(
              data,
              gatewayPort,
              approvalsPort,
              registryPort,
              kafkaPort,
              partitions,
              fsync,
              insecureKafka,
              true),
          console);
    } catch (DataFolder.InUseException e) {
      throw inUse(e);
    } catch (PortTakenException e) {
      throw new Failure(
          ExitCode.FAILED, e.getMessage() + ". Choose another with " + option(e.port()) + ".", e);
    } catch (IOException | RuntimeException e) {
      Optional<String> full = Disk.full(data);
      if (full.isPresent()) {
        throw new Failure(ExitCode.FAILED, full.get(), e);
      }
      throw e;
    }
  }

  private String option(int port) {
    if (port == gatewayPort) {
      return "--gateway-port";
    }
    if (port == approvalsPort) {
      return "--approvals-port";
    }
    return port == registryPort ? "--registry-port" : "--kafka-port";
  }

  private String[] arguments() {
    return new String[] {
      "--gateway-port=" + gatewayPort,
      "--approvals-port=" + approvalsPort,
      "--registry-port=" + registryPort,
      "--kafka-port=" + kafkaPort,
      "--partitions=" + partitions,
      "--fsync=" + fsync,
      "--insecure-kafka=" + insecureKafka
    };
  }

  private void report(NodeFiles files, Duration took) throws IOException {
    PrintWriter out = session.terminal().out();
    if (session.json()) {
      out.print(Files.readString(files.nodeFile()));
    } else {
      NodeFiles.Node node = files.node().orElseThrow();
      Path data = files.data().toAbsolutePath().normalize();
      out.printf("Assent is ready after %.1f s.%n%n", took.toMillis() / 1000.0);
      out.printf("  %-21s%s%n", "gateway", node.gatewayUrl());
      out.printf("  %-21s%s%n", "approval-service", node.approvalsUrl());
      out.printf("  %-21s%s%n", "schema registry", node.registryUrl());
      out.printf(
          "  %-21s%s%s%n",
          "Kafka", node.bootstrapServers(), insecureKafka ? "  OPEN TO EVERYBODY HERE" : "");
      node.alsoOpen().forEach((who, place) -> out.printf("  %-21s%s%n", who, place));
      out.printf("  %-21s%s%n", "data", data);
      out.printf("  %-21s%s ('assent env' prints them)%n", "keys", files.keysFile().getFileName());
      out.printf("  %-21s%s%n%n", "log", DataFolder.log(data).getFileName());
      out.println(
          detach
              ? "It runs in the background; 'assent down' stops it."
              : "Ctrl-C stops it. What people are told appears below.");
      out.printf("Ready on %s as node %d.%n", node.gatewayUrl(), node.pid());
    }
    out.flush();
  }
}
