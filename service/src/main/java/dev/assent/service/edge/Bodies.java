package dev.assent.service.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.platform.http.Problem;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads request bodies, whatever their `Content-Type` says: clients leave it out or send it
/// without a body (contract section 1). And writes answers'.
public final class Bodies {
  /// What the parser says of a source that it does not show.
  private static final Pattern SOURCE = Pattern.compile(" ?\\(start marker at [^)]*\\)[^)]*\\)");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Bodies() {}

  /// @param value a JSON tree, or maps, lists and plain values
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "expected what can be written as JSON, but got " + value.getClass(), e);
    }
  }

  public static ObjectNode object(HttpRequest<byte[]> request) {
    return parse(
        bytes(request).orElseThrow(() -> malformed("a JSON object as body, but there is none")));
  }

  /// @param bytesMax of the body
  public static ObjectNode object(HttpRequest<byte[]> request, int bytesMax) {
    bytes(request)
        .filter(body -> body.length > bytesMax)
        .ifPresent(
            body -> {
              throw Refused.tooLarge(
                  "a body of at most " + bytesMax + " bytes", "it has " + body.length);
            });
    return object(request);
  }

  /// An empty body is an empty object.
  public static ObjectNode objectOrEmpty(HttpRequest<byte[]> request) {
    return bytes(request).map(Bodies::parse).orElseGet(JsonNodeFactory.instance::objectNode);
  }

  private static Optional<byte[]> bytes(HttpRequest<byte[]> request) {
    return request.getBody().filter(body -> body.length > 0);
  }

  private static ObjectNode parse(byte[] body) {
    JsonNode node;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      node = CanonicalJson.parse(text);
    } catch (CharacterCodingException _) {
      throw malformed("a JSON object in UTF-8, but the body is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw malformed(
          "a JSON object as body, but: "
              + SOURCE.matcher(String.valueOf(e.getMessage())).replaceAll(""));
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw malformed("a JSON object as body, but it is " + node.getNodeType());
  }

  private static Refused malformed(String what) {
    return new Refused(Problem.of(400, "malformed_json", "expected " + what));
  }
}
