package dev.assent.wire.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.assent.contract.value.Json;
import dev.assent.wire.json.CanonicalJson;

/// The content of the directory's documents, as records (ADR 0015): fields that a record does not
/// know are passed over, and those that came later are `Optional`.
public final class DocumentJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private DocumentJson() {}

  public static Json write(Object content) {
    return CanonicalJson.of(MAPPER.valueToTree(content));
  }

  /// @throws IllegalStateException when it is not what its collection holds
  public static <T> T read(DirectoryEntry.Document document, Class<T> type) {
    try {
      return MAPPER.treeToValue(CanonicalJson.parse(document.content()), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "expected document " + document.key() + " to be a " + type.getSimpleName(), e);
    }
  }
}
