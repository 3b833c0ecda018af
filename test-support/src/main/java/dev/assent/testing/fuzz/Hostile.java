package dev.assent.testing.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Input as it should not be: bytes, structure, numbers, text, compression. All of it follows from
/// the seed, which a failing test prints. A build takes the same each time, so that it fails for
/// what was changed; `-Dassent.fuzz.seed=` takes another.
public final class Hostile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "@here@";

  private static final List<String> WORDS =
      List.of(
          "approved",
          "rejected",
          "complete",
          "fail",
          "approval",
          "COMPLETED",
          "human",
          "agent://local/default/a",
          "agent://a/b/c/d",
          "person:approver",
          "role:",
          "2026-01-31T12:00:00Z",
          "0001-01-01T00:00:00Z",
          "+292278994-08-17T07:12:55Z",
          "-1000000000-01-01T00:00:00Z",
          "11111111-1111-8111-8111-111111110000",
          "../../etc/passwd",
          "(a+)+$",
          "%s%n",
          "http://127.0.0.1:1/",
          "");

  private static final List<String> NAMES =
      List.of(
          "payload",
          "human_task",
          "task_result",
          "data",
          "outcome",
          "version",
          "content_hash",
          "deadline_at",
          "form_schema",
          "assignees",
          "controls_patch",
          "idempotency_key",
          "__proto__",
          "");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "{\"a\":1,\"a\":2}",
          "NaN",
          "'x'",
          "\"\\ud83d\"",
          "\"\\u0000\\u202e\\u061c\"",
          "{\"type\":\"object\",\"properties\":{\"a\":{\"multipleOf\":1e-300}}}",
          "{\"properties\":{\"a\":{\"enum\":[1,2,3]}}}",
          "{\"$ref\":\"#\"}",
          "{\"pattern\":\"(a+)+$\"}",
          "{\"a\":1e99999999}");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "-0",
          "1e400",
          "-1e400",
          "1e-400",
          "1e99999999",
          "1e-99999999",
          "1e99999999999",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "12345678901234567.89",
          "2147483648",
          "0.1",
          "00");

  private static final long OF_THE_BUILD = 20_261_130;

  private final long seed;
  private final Random random;

  public Hostile(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /// From the system property `assent.fuzz.seed`, else the build's.
  public static Hostile seeded() {
    return new Hostile(Long.getLong("assent.fuzz.seed", OF_THE_BUILD));
  }

  public long seed() {
    return seed;
  }

  public <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// @param n how seldom: once in so many times
  public boolean once(int n) {
    return random.nextInt(n) == 0;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  /// What becomes of a request that was right: mostly still JSON.
  public String json(String valid) {
    return switch (random.nextInt(8)) {
      case 0 -> new String(bytes(valid.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
      case 1 -> valid;
      case 2 -> value();
      default -> changed(valid);
    };
  }

  private String changed(String valid) {
    try {
      JsonNode tree = JSON.readTree(valid);
      List<JsonNode> containers = new ArrayList<>();
      collect(tree, containers);
      if (containers.isEmpty()) {
        return value();
      }
      switch (oneOf(containers)) {
        case ObjectNode object -> {
          List<String> names =
              new ArrayList<>(object.propertyStream().map(e -> e.getKey()).toList());
          String name = names.isEmpty() || once(3) ? oneOf(NAMES) : oneOf(names);
          if (once(6)) {
            object.remove(name);
          } else {
            object.put(name, MARK);
          }
        }
        case ArrayNode array -> array.add(MARK);
        default -> throw new IllegalStateException("expected a container");
      }
      return JSON.writeValueAsString(tree).replace("\"" + MARK + "\"", value());
    } catch (JsonProcessingException e) {
      return valid;
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(each -> collect(each, containers));
    }
  }

  /// One JSON value, or what somebody takes for one.
  public String value() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> oneOf(NUMBERS);
      case 2, 3 -> oneOf(VALUES);
      case 4 -> "\"" + oneOf(WORDS) + "\"";
      case 5 -> quoted(text());
      case 6 -> "[".repeat(1 + random.nextInt(3_000)) + "]".repeat(1 + random.nextInt(3_000));
      case 7 -> "[" + "0,".repeat(random.nextInt(5_000)) + "0]";
      default -> "9".repeat(1 + random.nextInt(2_000));
    };
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Text of any code points, half surrogate pairs among them.
  public String text() {
    if (once(3)) {
      return oneOf(WORDS);
    }
    StringBuilder text = new StringBuilder();
    int length = once(20) ? 100_000 : random.nextInt(40);
    for (int i = 0; i < length; i++) {
      text.append((char) (once(3) ? random.nextInt(0x10000) : 0x20 + random.nextInt(0x5f)));
    }
    return text.toString();
  }

  /// The same bytes with some of them changed, gone, doubled or more of them.
  public byte[] bytes(byte[] valid) {
    if (valid.length == 0 || once(10)) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    return switch (random.nextInt(4)) {
      case 0 -> java.util.Arrays.copyOf(valid, random.nextInt(valid.length));
      case 1 -> java.util.Arrays.copyOf(valid, valid.length + 1 + random.nextInt(50));
      case 2 -> spliced(valid);
      default -> flipped(valid);
    };
  }

  private byte[] flipped(byte[] valid) {
    byte[] changed = valid.clone();
    for (int i = 0; i <= random.nextInt(6); i++) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private byte[] spliced(byte[] valid) {
    int at = random.nextInt(valid.length);
    byte[] noise = new byte[1 + random.nextInt(12)];
    random.nextBytes(noise);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(valid, 0, at);
    out.writeBytes(noise);
    out.write(valid, at, valid.length - at);
    return out.toByteArray();
  }

  /// A body in a content coding: right, of another coding, broken off, or a bomb.
  ///
  /// @param coding `gzip` or `deflate`
  public byte[] packed(byte[] body, String coding) {
    byte[] inner = once(20) ? new byte[8 * 1024 * 1024] : body;
    byte[] packed = pack(inner, coding.equals("gzip") != once(10));
    return once(3) ? bytes(packed) : packed;
  }

  private static byte[] pack(byte[] body, boolean gzip) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var packing = gzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      packing.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
