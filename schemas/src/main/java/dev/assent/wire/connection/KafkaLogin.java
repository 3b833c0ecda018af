package dev.assent.wire.connection;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Name and secret by which clients are let in by the broker that we ship. SCRAM proves both sides
/// to each other and sends the secret to neither: a program that listens on the broker's port while
/// no broker runs learns nothing from the clients that come, and is not believed by them.
///
/// @param password random bits enough that it cannot be guessed from what SCRAM does send
public record KafkaLogin(String username, String password) {
  /// Of the SASL mechanisms that Kafka, librdkafka and the Go clients all have, the one that fits.
  public static final String MECHANISM = "SCRAM-SHA-256";

  public static final String PROTOCOL = "SASL_PLAINTEXT";

  private static final String USERNAME = "assent";
  private static final String MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
  private static final String JAAS = "sasl.jaas.config";
  private static final Pattern ENTRY =
      Pattern.compile("username=\"([A-Za-z0-9]+)\" password=\"([A-Za-z0-9]+)\"");

  public KafkaLogin {
    if (!ENTRY.matcher(entry(username, password)).matches()) {
      throw new IllegalArgumentException(
          "expected a name and a secret of letters and digits, but one of them has others");
    }
  }

  /// A new one: 256 random bits.
  public static KafkaLogin fresh() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return new KafkaLogin(USERNAME, HexFormat.of().formatHex(random));
  }

  /// The login module's line, for a client's or a broker's `sasl.jaas.config`.
  public String jaas() {
    return MODULE + " required " + entry(username, password) + ";";
  }

  private static String entry(String username, String password) {
    return "username=\"" + username + "\" password=\"" + password + "\"";
  }

  /// What a Kafka client needs to be let in.
  public Map<String, String> clientProperties() {
    return Map.of("security.protocol", PROTOCOL, "sasl.mechanism", MECHANISM, JAAS, jaas());
  }

  /// Empty when the file is not there, or says that no login is needed.
  ///
  /// @param file Kafka client properties as [#write] leaves them
  public static Optional<KafkaLogin> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher found = ENTRY.matcher(properties(file).getOrDefault(JAAS, ""));
    return found.find()
        ? Optional.of(new KafkaLogin(found.group(1), found.group(2)))
        : Optional.empty();
  }

  /// A file of Kafka client properties.
  ///
  /// @throws IOException when it is not there, or is no such file
  public static Map<String, String> properties(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException("expected Kafka client properties in " + file + ", but it is not", e);
    }
    Map<String, String> properties = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    return properties;
  }

  /// Writes client properties to a file that its owner alone can read.
  public static void write(Path file, Map<String, String> clientProperties) throws IOException {
    StringWriter text = new StringWriter();
    text.append("# How Kafka clients speak to this node's broker.\n");
    new TreeMap<>(clientProperties)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    PrivateFiles.write(file, text.toString());
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "KafkaLogin[" + username + "]";
  }
}
