package dev.assent.platform.intake.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.wire.json.CanonicalJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A JSON object's fields, read with their path, so that a mistake is told as *expected X in `a.b`,
/// but Y*. A field that is absent, null or an empty text counts as missing.
///
/// It remembers what was read: [#warnings] names every field of the document that nobody read.
public final class Fields {
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  private final ObjectNode node;
  private final Reading reading;
  private final Reading.Place place;

  private Fields(ObjectNode node, String path, Reading reading) {
    this.node = node;
    this.reading = reading;
    this.place = reading.place(node, path);
  }

  /// What is wrong with a document.
  public static class WrongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongException(String expected, String where, String found) {
      this(expected + " in '" + where + "'", found);
    }

    public WrongException(String expected, String found) {
      this("expected " + expected + ", but " + found);
    }

    private WrongException(String text) {
      super(text, null, false, false);
    }

    /// *expected X in 'path', but Y*
    public String text() {
      return String.valueOf(getMessage());
    }
  }

  /// A document, or a part of one, that is larger than it may be.
  public static final class TooLargeException extends WrongException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String expected, String found) {
      super(expected, found);
    }
  }

  public static Fields of(ObjectNode document) {
    return of(document, "");
  }

  /// @param path where the object is in its document; empty for the document itself
  public static Fields of(ObjectNode object, String path) {
    return new Fields(object, path, new Reading());
  }

  public ObjectNode node() {
    return node;
  }

  /// Whether the field is there. Looking alone gives it no effect.
  public boolean has(String name) {
    place.know(name);
    return there(name).isPresent();
  }

  /// Names fields that are for people and other programs alone: nobody has to read them.
  public void leave(String... names) {
    for (String name : names) {
      place.read(name);
    }
  }

  /// All the fields that such an object may have, so that slips are told apart from what only has
  /// no effect where it stands.
  public void know(RequestSchema.Names names) {
    place.know(names);
  }

  /// Takes back that a field was read: it was looked at, and has no effect after all.
  public void unread(String... names) {
    for (String name : names) {
      place.unread(name);
    }
  }

  /// Names fields that exist and have an effect elsewhere, so that they are told apart from slips.
  public void know(Iterable<String> names) {
    names.forEach(place::know);
  }

  /// What the object turned out to be, as the end of *it has no effect …*, for example `on an
  /// agent's step`.
  public void is(String where) {
    place.is(where);
  }

  /// Tells the document's author something about a field that is accepted.
  public void warn(String name, String text) {
    reading.tell(new Warning(place.at(name), text));
  }

  /// What the document's author is to be told once all of it has been read: what [#warn] said, and
  /// every field that nobody has read.
  public List<Warning> warnings() {
    return reading.warnings();
  }

  /// What can be told of a document that was not read to its end: what [#warn] said, and fields
  /// that do not exist.
  public List<Warning> told() {
    return reading.unknown();
  }

  /// Fields that do not exist and whose names seem to ask for a person: a slip there would lose the
  /// person, so it is a mistake and no warning. Each as *expected X, but Y*.
  public List<String> lostGates() {
    return reading.lostGates();
  }

  /// Fields that a reader asked for and the published schema does not know, with their paths: for
  /// the test that keeps the two together.
  public List<String> undocumented() {
    return reading.undocumented();
  }

  /// @throws WrongException with the first of the [#lostGates]
  public void requireGates() {
    lostGates().stream()
        .findFirst()
        .ifPresent(
            lost -> {
              throw new WrongException(lost);
            });
  }

  public String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new WrongException("a text", at(name), "there is none"));
  }

  public String text(String name, int lengthMax) {
    String text = text(name);
    limit(name, text, lengthMax);
    return text;
  }

  public Optional<String> optionalText(String name) {
    return present(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw wrong("a text", name, value);
              }
              return value.textValue();
            });
  }

  public Optional<String> optionalText(String name, int lengthMax) {
    Optional<String> text = optionalText(name);
    text.ifPresent(t -> limit(name, t, lengthMax));
    return text;
  }

  private void limit(String name, String text, int lengthMax) {
    if (text.length() > lengthMax) {
      throw new WrongException(
          "at most " + lengthMax + " characters", at(name), "got " + text.length());
    }
  }

  public Optional<Boolean> optionalFlag(String name) {
    return present(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong("true or false", name, value);
              }
              return value.booleanValue();
            });
  }

  /// A whole number within bounds.
  public Optional<Integer> optionalCount(String name, int min, int max) {
    return present(name)
        .map(
            value -> {
              if (!value.canConvertToExactIntegral()
                  || !value.canConvertToInt()
                  || value.intValue() < min
                  || value.intValue() > max) {
                throw wrong("a whole number from " + min + " to " + max, name, value);
              }
              return value.intValue();
            });
  }

  /// A number of seconds, fractions allowed, within [Limits].
  public Optional<Duration> optionalSeconds(String name) {
    return optionalSeconds(name, Limits.WAIT_MIN);
  }

  /// A number of seconds, fractions allowed, up to the longest wait.
  public Optional<Duration> optionalSeconds(String name, Duration min) {
    return present(name)
        .map(
            value -> {
              BigDecimal nanos =
                  value.isNumber() ? value.decimalValue().multiply(NANOS) : BigDecimal.ZERO;
              BigDecimal max = BigDecimal.valueOf(Limits.WAIT_MAX.toSeconds()).multiply(NANOS);
              if (nanos.compareTo(BigDecimal.valueOf(min.toNanos())) < 0
                  || nanos.compareTo(max) > 0) {
                throw wrong(
                    "seconds from "
                        + BigDecimal.valueOf(min.toMillis(), 3).stripTrailingZeros().toPlainString()
                        + " to "
                        + Limits.WAIT_MAX.toSeconds(),
                    name,
                    value);
              }
              BigDecimal[] parts = nanos.divideAndRemainder(NANOS);
              return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
            });
  }

  /// A point in time from 1970 to 9999, as RFC 3339 writes it.
  public Optional<Instant> optionalTime(String name) {
    return present(name)
        .map(
            value -> {
              Instant at;
              try {
                at = OffsetDateTime.parse(value.asText()).toInstant();
              } catch (DateTimeParseException _) {
                throw wrong("a time as 2026-01-31T12:00:00Z", name, value);
              }
              if (!Limits.isTime(at)) {
                throw wrong(
                    "a time from " + Limits.TIME_MIN + " to " + Limits.TIME_MAX, name, value);
              }
              return at;
            });
  }

  public Optional<Fields> optionalObject(String name) {
    return object(name).map(object -> new Fields(object, at(name), reading));
  }

  private Optional<ObjectNode> object(String name) {
    return present(name)
        .map(
            value -> {
              if (!(value instanceof ObjectNode object)) {
                throw wrong("an object", name, value);
              }
              return object;
            });
  }

  /// An object that is taken as it is, whatever is in it.
  public Optional<Json> optionalJsonObject(String name) {
    return object(name).map(CanonicalJson::of);
  }

  /// The objects of an array; none when the field is missing.
  public List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      String where = at(name) + "[" + objects.size() + "]";
      if (!(element instanceof ObjectNode object)) {
        throw new WrongException("an object", where, found(element));
      }
      objects.add(new Fields(object, where, reading));
    }
    return objects;
  }

  /// The texts of an array; none when the field is missing.
  public List<String> texts(String name, int countMax, int lengthMax) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      if (!element.isTextual() || element.textValue().isBlank()) {
        throw new WrongException("texts only", at(name), found(element));
      }
      limit(name, element.textValue(), lengthMax);
      texts.add(element.textValue());
    }
    if (texts.size() > countMax) {
      throw new WrongException("at most " + countMax + " texts", at(name), "got " + texts.size());
    }
    return texts;
  }

  private Iterable<JsonNode> elements(String name) {
    return present(name)
        .map(
            value -> {
              if (!value.isArray()) {
                throw wrong("an array", name, value);
              }
              return value;
            })
        .orElse(node.arrayNode());
  }

  /// A mistake in one of the fields.
  public WrongException wrong(String expected, String name, String found) {
    return new WrongException(expected, at(name), found);
  }

  private WrongException wrong(String expected, String name, JsonNode value) {
    return new WrongException(expected, at(name), found(value));
  }

  private static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "got an array";
      case OBJECT -> "got an object";
      case STRING -> "got the text '" + shortened(value.textValue()) + "'";
      case NUMBER, BOOLEAN, NULL, BINARY, MISSING, POJO -> "got " + shortened(value.asText());
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private Optional<JsonNode> present(String name) {
    place.read(name);
    return there(name);
  }

  private Optional<JsonNode> there(String name) {
    JsonNode value = node.get(name);
    return value == null || isMissing(value) ? Optional.empty() : Optional.of(value);
  }

  public static boolean isMissing(JsonNode value) {
    return value.isNull() || (value.isTextual() && value.textValue().isBlank());
  }

  private String at(String name) {
    return place.at(name);
  }
}
