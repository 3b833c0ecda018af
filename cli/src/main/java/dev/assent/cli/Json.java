package dev.assent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// JSON in and out.
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode string(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  static String text(JsonNode node) {
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

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /// What an option holds: JSON itself, `@file`, or `-` for standard input.
  ///
  /// @param option its name, for the message when it is not a JSON object
  static ObjectNode argument(String option, String value, Terminal terminal) {
    if (value.startsWith("@")) {
      return objectIn(option, file(option, Path.of(value.substring(1))));
    }
    if (value.equals("-")) {
      return objectIn(option, terminal.in().lines().collect(Collectors.joining("\n")));
    }
    return objectIn(option, value);
  }

  /// The JSON object in a file.
  static ObjectNode objectIn(Path file) {
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
