package dev.assent.cli.base;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// JSON in and out. Numbers keep all of their digits; a name that comes twice in an object is
/// refused, as one of the two would be lost.
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static JsonNode string(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected to write JSON", e);
    }
  }

  static String pretty(JsonNode node) {
    try {
      return node.isTextual()
          ? node.textValue()
          : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected to write JSON", e);
    }
  }

  public static JsonNode parse(String text) throws JsonProcessingException {
    try {
      return MAPPER.readTree(text);
    } catch (NumberFormatException e) {
      throw new JsonParseException(null, "a number has an exponent beyond 32 bits", e);
    }
  }

  /// What an option holds: JSON itself, `@file`, or `-` for standard input.
  ///
  /// @param option its name, for the message when it is not a JSON object
  public static ObjectNode argument(String option, String value, Terminal terminal) {
    if (value.startsWith("@")) {
      return objectIn(option, file(option, Path.of(value.substring(1))));
    }
    if (value.equals("-")) {
      return objectIn(option, standardInput(option, terminal));
    }
    return objectIn(option, value);
  }

  private static String standardInput(String option, Terminal terminal) {
    try {
      return terminal.in().lines().collect(Collectors.joining("\n"));
    } catch (UncheckedIOException e) {
      throw new Failure(
          ExitCode.USAGE, option + ": standard input cannot be read as UTF-8 text", e);
    }
  }

  /// The JSON object in a file.
  public static ObjectNode objectIn(Path file) {
    return objectIn(file.toString(), file(file.toString(), file));
  }

  private static ObjectNode objectIn(String where, String text) {
    JsonNode node;
    try {
      node = parse(text);
    } catch (JsonProcessingException e) {
      throw new Failure(
          ExitCode.USAGE,
          where + ": expected a JSON object, but " + lineOf(e) + e.getOriginalMessage(),
          e);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new Failure(
        ExitCode.USAGE,
        where
            + ": expected a JSON object, but got "
            + (node.isMissingNode()
                ? "nothing"
                : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT))
            + ". Write it as '{\"name\": \"value\"}', or @file to read it from a file.");
  }

  private static String lineOf(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : "line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ": ";
  }

  private static String file(String where, Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.USAGE, where + ": expected a file, but there is no " + file, e);
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, where + ": " + file + " cannot be read as UTF-8 text", e);
    }
  }
}
