package dev.assent.platform.rows;

import dev.assent.contract.value.Hash;
import dev.assent.wire.format.Reused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/// Avro for records and sealed interfaces made of records. The schema follows from their
/// components, so there is one definition of a state, not three that are kept alike by hand.
///
/// | Java | Avro |
/// |---|---|
/// | record | record of its components |
/// | sealed interface | union of its records |
/// | `Optional<T>` | union of null and T, default null |
/// | `List<T>` | array, default empty |
/// | enum | enum |
/// | `String`, `int`, `boolean` | string, int, boolean |
/// | `Instant`, `Duration` | long, in microseconds |
/// | `UUID`, [Hash] | fixed 16, fixed 32 |
///
/// So what is added to a record must be an `Optional` or a `List`, for older bytes to stay
/// readable. Not for several threads at once.
public final class RecordCodec<T> {
  private final ValueCodec root;
  private final Class<T> type;
  private final Reused<Output> outputs = new Reused<>(Output::new);

  public RecordCodec(Class<T> type, String namespace) {
    this(type, namespace, Map.of());
  }

  /// @param names under which types are known in the schema where that is not their name in Java: a
  ///   type may be called otherwise in a later release, its bytes may not
  public RecordCodec(Class<T> type, String namespace, Map<Class<?>, String> names) {
    this.type = type;
    this.root = new Nodes(namespace, names).of(type);
  }

  public Schema schema() {
    return root.schema();
  }

  /// @param prefix written before the value
  public byte[] encode(byte prefix, T value) {
    Output output = outputs.take();
    output.bytes.reset();
    output.bytes.write(prefix);
    try {
      root.write(value, output.encoder);
      output.encoder.flush();
    } catch (IOException e) {
      throw new IllegalStateException("expected no failure in memory, but got one", e);
    }
    byte[] written = output.bytes.toByteArray();
    outputs.giveBack(output);
    return written;
  }

  /// @throws IOException when the bytes are not such a value, from the first to the last
  public T decode(byte[] bytes, int offset) throws IOException {
    BinaryDecoder in =
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
    T value = type.cast(root.read(in));
    if (!in.isEnd()) {
      throw new IOException("expected the end of " + type.getSimpleName() + ", but there is more");
    }
    return value;
  }

  /// An encoder holds back what it has not handed on yet: the two belong together.
  private static final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
  }

  /// Finds the node of each type, once.
  private static final class Nodes {
    private final String namespace;
    private final Map<Class<?>, String> names;
    private final Map<Type, ValueCodec> known = new HashMap<>();

    Nodes(String namespace, Map<Class<?>, String> names) {
      this.namespace = namespace;
      this.names = names;
    }

    ValueCodec of(Type type) {
      ValueCodec found = known.get(type);
      if (found == null) {
        found = make(type);
        known.put(type, found);
      }
      return found;
    }

    private ValueCodec make(Type type) {
      if (type instanceof ParameterizedType generic) {
        ValueCodec element = of(generic.getActualTypeArguments()[0]);
        if (generic.getRawType() == Optional.class) {
          return new ValueCodec.OfOptional(element);
        }
        if (generic.getRawType() == List.class) {
          return new ValueCodec.OfList(element);
        }
      }
      if (type instanceof Class<?> raw) {
        if (raw.isEnum()) {
          return new ValueCodec.OfEnum(raw, name(raw), namespace);
        }
        if (raw.isSealed()) {
          List<ValueCodec.OfRecord> branches = new ArrayList<>();
          collect(raw, branches);
          return new ValueCodec.OfUnion(branches);
        }
        Optional<ValueCodec> leaf = leaf(raw);
        if (leaf.isPresent()) {
          return leaf.get();
        }
        if (raw.isRecord()) {
          return record(raw);
        }
      }
      throw new IllegalArgumentException(
          "expected a record, a sealed interface or one of the types of RecordCodec's table, but"
              + " got "
              + type);
    }

    private void collect(Class<?> raw, List<ValueCodec.OfRecord> branches) {
      for (Class<?> permitted : raw.getPermittedSubclasses()) {
        if (permitted.isSealed()) {
          collect(permitted, branches);
        } else if (of(permitted) instanceof ValueCodec.OfRecord branch) {
          branches.add(branch);
        } else {
          throw new IllegalArgumentException(
              "expected only records below " + raw + ", but got " + permitted);
        }
      }
    }

    private ValueCodec record(Class<?> raw) {
      RecordComponent[] components = raw.getRecordComponents();
      List<ValueCodec> nodes =
          Arrays.stream(components).map(RecordComponent::getGenericType).map(this::of).toList();
      return new ValueCodec.OfRecord(raw, name(raw), namespace, nodes);
    }

    private Optional<ValueCodec> leaf(Class<?> raw) {
      if (raw == String.class) {
        return Optional.of(LeafCodec.STRING);
      }
      if (raw == int.class || raw == Integer.class) {
        return Optional.of(LeafCodec.INT);
      }
      if (raw == boolean.class) {
        return Optional.of(LeafCodec.BOOLEAN);
      }
      if (raw == Instant.class) {
        return Optional.of(LeafCodec.INSTANT);
      }
      if (raw == Duration.class) {
        return Optional.of(LeafCodec.DURATION);
      }
      if (raw == UUID.class) {
        return Optional.of(LeafCodec.uuid(namespace));
      }
      if (raw == Hash.class) {
        return Optional.of(LeafCodec.hash(namespace));
      }
      return Optional.empty();
    }

    /// `Plan.Step.Agent` becomes `Plan_Step_Agent`: two nested types may share their simple name.
    private String name(Class<?> raw) {
      @Nullable String kept = names.get(raw);
      if (kept != null) {
        return kept;
      }
      Class<?> outer = raw.getEnclosingClass();
      return outer == null ? raw.getSimpleName() : name(outer) + "_" + raw.getSimpleName();
    }
  }
}
