package dev.assent.gateway.view;

import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Collects an event's details.
final class Details {
  /// A longer value, in characters, is left out: the `axme` CLI reads no event line longer than 64
  /// KiB (contract section 0.4). The intent itself carries the whole value.
  static final int VALUE_LENGTH_MAX = 16_384;

  private final Map<String, Json> values = new TreeMap<>();

  static Details none() {
    return new Details();
  }

  static Details of(String name, String text) {
    return none().text(name, text);
  }

  Details text(String name, String text) {
    if (!text.isEmpty()) {
      json(name, new Json(Json.quote(text)));
    }
    return this;
  }

  Details number(String name, int number) {
    return json(name, new Json(Integer.toString(number)));
  }

  Details time(String name, Optional<Instant> time) {
    time.ifPresent(t -> text(name, t.toString()));
    return this;
  }

  Details json(String name, Json value) {
    if (value.text().length() <= VALUE_LENGTH_MAX) {
      values.put(name, value);
    } else {
      values.put(name + "_omitted", new Json("\"" + value.text().length() + " characters\""));
    }
    return this;
  }

  Map<String, Json> map() {
    return values;
  }
}
