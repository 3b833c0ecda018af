package dev.assent.standalone.node;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A node's data folder, locked for as long as the node runs. The lock goes with the process,
/// however it ends; the lock file then still holds the process id, which says nothing any more.
public final class DataFolder implements Closeable {
  /// The folders of this very process. Locks are the process's: opening and closing a lock file
  /// once more would give the lock away.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final String STEP_TOKENS = "step-tokens.secret";
  private static final String WEBHOOKS = "webhooks.secret";

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
    Files.createDirectories(given);
    Path folder = given.toRealPath();
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

  private static FileChannel lockFile(Path given, Path folder) throws IOException {
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
    return folder.resolve("kafka");
  }

  /// Local stores of Kafka Streams: they can be deleted at any time, and are rebuilt from topics.
  Path state() {
    return folder.resolve("state");
  }

  /// The secret of the step tokens: a delivery of yesterday must be good today.
  String stepTokenSecret() throws IOException {
    return secret(STEP_TOKENS);
  }

  /// The key that subscriptions' secrets are kept under: one of yesterday must be readable today.
  String webhooksKey() throws IOException {
    return secret(WEBHOOKS);
  }

  /// A secret of this node, made at first start.
  private String secret(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      Path fresh = Files.createTempFile(folder, name + ".", "", ownerOnly());
      Files.writeString(fresh, HexFormat.of().formatHex(random));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private FileAttribute<?>[] ownerOnly() {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
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
