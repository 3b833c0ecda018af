package dev.assent.platform.settings;

import dev.assent.contract.id.Workspace;
import dev.assent.wire.connection.Doors;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What the value of a setting must look like.
///
/// @param expected follows *to be*
/// @param secret its value is told to nobody, only its length
/// @param maybeEmpty an empty value is as good as none
/// @param fits whether a value is one
record Form(String expected, boolean secret, boolean maybeEmpty, Predicate<String> fits) {
  /// The shortest secret, in bytes of UTF-8.
  private static final int SECRET_BYTES_MIN = 32;

  private static final int SHOWN_MAX = 80;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):([0-9]{1,5})");
  private static final Pattern NUMERIC_ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:.*");

  static Form text(String expected, Predicate<String> fits) {
    return new Form(expected, false, false, value -> !value.isBlank() && fits.test(value));
  }

  static Form duration(Duration least) {
    return text(
        "a time of "
            + (least.isZero() ? "0s" : least.toMillis() + "ms")
            + " or more, such as 500ms, 30s or 1h",
        value -> Durations.read(value).filter(d -> d.compareTo(least) >= 0).isPresent());
  }

  static Form number(int least, int most) {
    return text(
        most == Integer.MAX_VALUE
            ? "a number, " + least + " or more"
            : "a number from " + least + " to " + most,
        value -> number(value).filter(n -> n >= least && n <= most).isPresent());
  }

  static Form flag() {
    return text("true or false", value -> value.equals("true") || value.equals("false"));
  }

  static Form url() {
    return text("a URL such as http://127.0.0.1:8181", Form::isUrl);
  }

  static Form zone() {
    return text("a time zone such as Europe/Berlin or UTC", Form::isZone);
  }

  static Form workspace() {
    return text("a workspace, as org/workspace", Form::isWorkspace);
  }

  static Form brokers() {
    return text(
        "brokers as host:port, comma-separated",
        value -> every(value, one -> HOST_AND_PORT.matcher(one).matches() && portFits(one)));
  }

  static Form addresses() {
    return text("IP addresses, comma-separated", value -> every(value, Form::isAddress)).orNone();
  }

  static Form mails() {
    return text("e-mail addresses, comma-separated", value -> every(value, Form::isMail)).orNone();
  }

  static Form secretOf32Bytes() {
    return new Form(
        "a secret of " + SECRET_BYTES_MIN + " bytes or more",
        true,
        true,
        value -> bytes(value) >= SECRET_BYTES_MIN);
  }

  static Form login() {
    return new Form("user:password", true, true, value -> value.indexOf(':') > 0);
  }

  static Form places() {
    return text(
            "places as topic-partition:offset, comma-separated, as 'assent doors init' prints them",
            Form::arePlaces)
        .orNone();
  }

  static Form readableFile() {
    return text("a file that this program can read", Form::isReadable).orNone();
  }

  static Form folder() {
    return text("a folder that this program can write to", Form::isWritable);
  }

  Form orNone() {
    return new Form(expected, secret, true, fits);
  }

  /// @param name as the operator wrote it
  /// @return one line that tells what is wrong with the value
  Optional<String> fault(String name, String value) {
    if (value.contains("${") || (maybeEmpty && value.isBlank()) || fits.test(value)) {
      return Optional.empty();
    }
    return Optional.of("expected " + name + " to be " + expected + ", but " + came(value));
  }

  private String came(String value) {
    if (value.isBlank()) {
      return "it is empty";
    }
    if (secret) {
      return "it is not: it has " + bytes(value) + " bytes";
    }
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return "got '" + (line.length() > SHOWN_MAX ? line.substring(0, SHOWN_MAX) + "…" : line) + "'";
  }

  private static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Optional<Long> number(String value) {
    try {
      return Optional.of(Long.parseLong(value));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean every(String value, Predicate<String> fits) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(fits);
  }

  private static boolean portFits(String hostAndPort) {
    String port = hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1);
    return number(port).filter(n -> n >= 1 && n <= 65535).isPresent();
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = URI.create(value);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isZone(String value) {
    try {
      return ZoneId.of(value) != null;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static boolean isWorkspace(String value) {
    String[] parts = value.split("/", 2);
    try {
      return parts.length == 2 && new Workspace(parts[0], parts[1]).name().equals(parts[1]);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isMail(String value) {
    int at = value.indexOf('@');
    return at > 0 && at < value.length() - 1 && value.chars().noneMatch(Character::isWhitespace);
  }

  /// Nothing is looked up: the pattern has no names.
  private static boolean isAddress(String value) {
    try {
      return NUMERIC_ADDRESS.matcher(value).matches() && InetAddress.ofLiteral(value) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean arePlaces(String value) {
    try {
      return every(value, one -> one.isEmpty() || one.lastIndexOf(':') > 0)
          && Doors.of(Optional.of("x".repeat(SECRET_BYTES_MIN)), Optional.of(value)) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isReadable(String value) {
    try {
      Path file = Path.of(value);
      return Files.isRegularFile(file) && Files.isReadable(file);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// Whether it is one, or can be made.
  private static boolean isWritable(String value) {
    try {
      Path there = Path.of(value).toAbsolutePath();
      while (there.getParent() != null && !Files.exists(there)) {
        there = there.getParent();
      }
      return Files.isDirectory(there)
          && Files.isWritable(there)
          && value.chars().noneMatch(Character::isISOControl);
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
