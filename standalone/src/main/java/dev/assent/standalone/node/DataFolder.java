package dev.assent.standalone.node;

import dev.assent.cli.session.NodeFiles;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.connection.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's data folder, locked for as long as the node runs. The lock goes with the process,
/// however it ends; the lock file then still holds the process id, which says nothing any more.
public final class DataFolder implements Closeable {
  private static final Logger LOGGER = LoggerFactory.getLogger(DataFolder.class);

  /// The folders of this very process. Locks are the process's: opening and closing a lock file
  /// once more would give the lock away.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final String BROKER = "kafka";
  private static final String STATE = "state";
  private static final List<String> PARTS = List.of(BROKER, STATE);
  private static final String STEP_TOKENS = "step-tokens.secret";
  private static final String WEBHOOKS = "webhooks.secret";
  private static final String DOORS = "doors.secret";
  private static final String UNSEALED_BEFORE = "doors.unsealed-before";

  private final Path folder;
  private final FileChannel lock;

  private DataFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Another node runs on the folder.
  public static final class InUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InUseException(Path folder, Optional<Long> pid) {
      super(
          "expected the data folder "
              + folder
              + " to be free, but a node runs on it"
              + pid.map(id -> " (process " + id + ")").orElse(""));
    }
  }

  /// @throws InUseException when another node runs on the folder
  static DataFolder lock(Path given) throws IOException {
    Path folder = create(given).toRealPath();
    if (!HELD.add(folder)) {
      throw new InUseException(given, Optional.of(ProcessHandle.current().pid()));
    }
    try {
      return new DataFolder(folder, lockFile(given, folder));
    } catch (IOException | RuntimeException e) {
      HELD.remove(folder);
      throw e;
    }
  }

  /// The folder is there after this call. One that is new, empty or a node's already is its owner's
  /// alone; one with other things in it is left as it is, but what a node has put there is closed.
  public static Path create(Path given) throws IOException {
    PrivateFiles.createFolder(given);
    boolean nodes = Files.exists(lockFile(given));
    if (nodes || isEmpty(given)) {
      closeOwn(given);
    }
    for (String part : PARTS) {
      if (Files.exists(given.resolve(part))) {
        PrivateFiles.closeFolder(given.resolve(part));
      }
    }
    return given;
  }

  /// A folder that somebody else lent us (a volume of a container) keeps its owner's permissions.
  private static void closeOwn(Path given) throws IOException {
    try {
      PrivateFiles.closeFolder(given);
    } catch (FileSystemException e) {
      LOGGER
          .atWarn()
          .addKeyValue("folder", given)
          .log("The data folder is another user's and keeps its permissions; what is in it is not");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static FileChannel lockFile(Path given, Path folder) throws IOException {
    PrivateFiles.createFile(lockFile(folder));
    FileChannel channel =
        FileChannel.open(
            lockFile(folder),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new InUseException(given, pid(folder));
    }
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    channel.truncate(0).write(ByteBuffer.wrap(pid));
    return channel;
  }

  /// @throws InUseException when a node runs on the folder at this moment
  public static void requireFree(Path given) throws IOException {
    Optional<Long> pid = holder(given);
    if (pid.isPresent()) {
      throw new InUseException(given, pid);
    }
  }

  /// The process of the node that runs on the folder; empty when none does.
  public static Optional<Long> holder(Path given) throws IOException {
    if (!Files.exists(lockFile(given))) {
      return Optional.empty();
    }
    Path folder = given.toRealPath();
    if (HELD.contains(folder)) {
      return Optional.of(ProcessHandle.current().pid());
    }
    try (FileChannel channel =
        FileChannel.open(lockFile(folder), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null ? pid(folder) : Optional.empty();
    }
  }

  private static Optional<Long> pid(Path folder) throws IOException {
    try {
      return Optional.of(Long.valueOf(Files.readString(lockFile(folder)).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty(); // locked this moment, not written yet
    }
  }

  private static Path lockFile(Path folder) {
    return folder.resolve("lock");
  }

  Path broker() {
    return folder.resolve(BROKER);
  }

  /// Local stores of Kafka Streams: they can be deleted at any time, and are rebuilt from topics.
  Path state() {
    return folder.resolve(STATE);
  }

  /// The secret of the step tokens: a delivery of yesterday must be good today.
  String stepTokenSecret() throws IOException {
    return secret(STEP_TOKENS);
  }

  /// The key that subscriptions' secrets are kept under: one of yesterday must be readable today.
  String webhooksKey() throws IOException {
    return secret(WEBHOOKS);
  }

  /// By which the broker lets clients in: what a client was given yesterday is good today.
  KafkaLogin kafkaLogin() throws IOException {
    Path file = new NodeFiles(folder).kafkaFile();
    Optional<KafkaLogin> known = KafkaLogin.read(file);
    return known.isPresent() ? known.get() : KafkaLogin.fresh();
  }

  /// The settings by which the services know each other's commands and directory rows. In a folder
  /// of before there are some without a seal: where they end is looked up once, before there is a
  /// key, and written down; from then on none is believed.
  ///
  /// @param ends where the sealed topics end now
  Map<String, String> doors(Supplier<Map<String, Long>> ends) throws IOException {
    Path before = folder.resolve(UNSEALED_BEFORE);
    if (!Files.exists(folder.resolve(DOORS))) {
      PrivateFiles.write(before, Doors.text(ends.get()));
    }
    return Map.of(
        "assent.doors.key",
        secret(DOORS),
        "assent.doors.unsealed-before",
        Files.readString(before).strip());
  }

  /// A secret of this node, made at first start.
  private String secret(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }

  public static Path log(Path folder) {
    return folder.resolve("node.log");
  }

  @Override
  public void close() throws IOException {
    lock.close();
    HELD.remove(folder);
  }
}
