package dev.assent.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.JsonNumbers;
import dev.assent.contract.value.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/// Reads JSON and writes it canonically (RFC 8785), so that equal content has equal text and
/// therefore an equal hash.
///
/// It goes beyond the RFC in one point: a number that a double cannot carry (a 20-digit account
/// number, 1e400) keeps its own digits instead of being rounded or refused, see [CanonicalNumber].
/// What the RFC excludes is refused: the same name twice in an object, NaN, half a surrogate pair.
/// So is, when it comes from outside, a number that nobody can work with ([JsonNumbers]).
public final class CanonicalJson {
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  /// How half a surrogate pair gets into a text that is itself Unicode.
  private static final Pattern ESCAPED_SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

  private CanonicalJson() {}

  /// A text from outside.
  ///
  /// @throws IllegalArgumentException when the text is not JSON; the message says where
  public static JsonNode parse(String text) {
    JsonNode node = read(text);
    JsonNumbers.problem(text)
        .ifPresent(
            found -> {
              throw new IllegalArgumentException(
                  "expected " + JsonNumbers.bounds() + ", but " + found);
            });
    return node;
  }

  /// A value that has been read before: it was checked then. (What an earlier release took may have
  /// numbers that this one does not: it can still be shown.)
  public static JsonNode parse(Json json) {
    return read(json.text());
  }

  private static JsonNode read(String text) {
    try {
      JsonNode node = READER.readTree(text);
      if (node.isMissingNode()) {
        throw new IllegalArgumentException("expected JSON, but the text is empty");
      }
      if (text.indexOf('\\') >= 0 && ESCAPED_SURROGATE.matcher(text).find()) {
        requireUnicode(node);
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException(
          "expected JSON nested at most "
              + Limits.JSON_DEPTH_MAX
              + " deep and with numbers of at most "
              + StreamReadConstraints.DEFAULT_MAX_NUM_LEN
              + " digits, but there is more"
              + where(e),
          e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "expected JSON, but" + where(e) + ": " + e.getOriginalMessage(), e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected JSON, but one of its numbers has an exponent beyond 32 bits", e);
    }
  }

  /// What could not be written again is refused where it is read, so that nobody stumbles over it
  /// later.
  private static void requireUnicode(JsonNode node) {
    if (node.isTextual()) {
      requireUnicode(node.textValue());
    }
    node.fieldNames().forEachRemaining(CanonicalJson::requireUnicode);
    node.forEach(CanonicalJson::requireUnicode);
  }

  /// @throws IllegalArgumentException for what no JSON text can say, for example NaN
  public static Json of(JsonNode node) {
    StringBuilder out = new StringBuilder(256);
    write(node, 1, out);
    return new Json(out.toString());
  }

  /// Reads and writes at once: the canonical form of a text.
  ///
  /// @throws IllegalArgumentException when the text is not JSON; the message says where
  public static Json canonical(String text) {
    return of(parse(text));
  }

  private static String where(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static void write(JsonNode node, int depth, StringBuilder out) {
    if (depth > Limits.JSON_DEPTH_MAX + 1) {
      throw new IllegalArgumentException(
          "expected JSON nested at most " + Limits.JSON_DEPTH_MAX + " deep, but it is deeper");
    }
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, depth, out);
      case ARRAY -> writeArray(node, depth, out);
      case STRING, BINARY -> writeString(node.asText(), out);
      case NUMBER -> CanonicalNumber.write(node, out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      case MISSING, POJO ->
          throw new IllegalArgumentException("expected a JSON value, but got " + node.getClass());
    }
  }

  private static void writeObject(JsonNode node, int depth, StringBuilder out) {
    List<String> names = new ArrayList<>(node.size());
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    Collections.sort(names); // by UTF-16 code units, as RFC 8785 section 3.2.3 has it
    out.append('{');
    String separator = "";
    for (String name : names) {
      out.append(separator);
      writeString(name, out);
      out.append(':');
      write(node.get(name), depth + 1, out);
      separator = ",";
    }
    out.append('}');
  }

  private static void writeArray(JsonNode node, int depth, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(node.get(i), depth + 1, out);
    }
    out.append(']');
  }

  private static void writeString(String plain, StringBuilder out) {
    requireUnicode(plain);
    out.append(Json.quote(plain));
  }

  private static void requireUnicode(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < plain.length()
                && Character.isLowSurrogate(plain.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException(
              "expected text in Unicode, but got half a surrogate pair at index " + i);
        }
        i++;
      }
    }
  }
}
