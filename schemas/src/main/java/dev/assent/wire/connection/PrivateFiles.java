package dev.assent.wire.connection;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that other users of the machine must not read: payloads, secrets, logs. Where
/// the file system knows no POSIX permissions they have the folder's own.
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /// The folder is there after this call, and its owner's alone (0700) when this call made it.
  public static Path createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      return Files.createDirectory(folder, attributes(folder, FOLDER));
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(folder)) { // somebody else made it at this moment
        return folder;
      }
      throw e;
    }
  }

  /// Nobody but its owner gets into the folder from now on (0700).
  public static void closeFolder(Path folder) throws IOException {
    if (hasPermissions(folder)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /// The file is there and its owner's alone (0600) after this call; what is in it stays.
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file, FILE));
    } catch (FileAlreadyExistsException e) {
      if (hasPermissions(file)) {
        Files.setPosixFilePermissions(file, FILE);
      }
    }
  }

  /// Written beside and moved into place, so that a reader never meets half a file (0600).
  public static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("expected a file in a folder, but got " + file);
    }
    createFolder(folder);
    Path fresh =
        Files.createTempFile(folder, file.getFileName() + ".", "", attributes(folder, FILE));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
