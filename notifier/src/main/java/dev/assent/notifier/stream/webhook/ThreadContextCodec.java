package dev.assent.notifier.stream.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.notifier.plan.ThreadContext;
import java.io.IOException;

/// [ThreadContext] as it is kept in the store: JSON, so that a field can be added.
final class ThreadContextCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ThreadContextCodec() {}

  static byte[] encode(ThreadContext context) {
    try {
      return JSON.writeValueAsBytes(context);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected to write a thread's context as JSON", e);
    }
  }

  static ThreadContext decode(byte[] bytes) {
    try {
      return JSON.readValue(bytes, ThreadContext.class);
    } catch (IOException e) {
      throw new IllegalStateException(
          "expected a thread's context in the store, but got other bytes", e);
    }
  }
}
