package dev.assent.lifecycle.stream;

import dev.assent.contract.task.TaskRun;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.platform.rows.RecordCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/// An intent's state in bytes: one byte for the version of the schema, then Avro. State is private
/// to this module, so its schemas are in no registry: each released version is a file beside this
/// class ([#resource]), and bytes of an older one are resolved by Avro into today's.
///
/// When `StateSchemaTest` says that the state has changed after a release: raise [#VERSION], add
/// the file it prints, touch no older file. What was added must be an `Optional` or a `List`
/// ([RecordCodec]).
///
/// A state whose encoding failed leaves nothing behind in here, and the next one is read back
/// before anybody keeps it: should it still not be what was written, it is refused, and so is each
/// after it until one is right.
///
/// Not for several threads at once.
final class StateCodec {
  static final byte VERSION = 4;
  private static final String NAMESPACE = "dev.assent.state";

  private final RecordCodec<Intent.Known> codec =
      new RecordCodec<>(Intent.Known.class, NAMESPACE, Map.of(TaskRun.class, "OpenTask"));
  private final Map<Byte, Schema> older = new HashMap<>();
  private final Function<Byte, Schema> released;

  /// Whether the last encoding did not come to its end.
  private boolean failed;

  StateCodec() {
    this(StateCodec::released);
  }

  /// @param released finds the schema of an earlier version
  StateCodec(Function<Byte, Schema> released) {
    this.released = released;
  }

  byte[] encode(Intent.Known intent) {
    boolean doubtful = failed;
    failed = true;
    byte[] bytes = codec.encode(VERSION, intent);
    if (doubtful && !decode(bytes).equals(intent)) {
      throw new IllegalStateException(
          "expected to read the state of " + intent.id() + " as it was written, but it differs");
    }
    failed = false;
    return bytes;
  }

  Intent.Known decode(byte[] bytes) {
    try {
      return bytes[0] == VERSION ? codec.decode(bytes, 1) : codec.decode(today(bytes), 0);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "expected a state in a version up to "
              + VERSION
              + ", but version "
              + bytes[0]
              + " cannot be read",
          e);
    }
  }

  /// Today's schema.
  Schema schema() {
    return codec.schema();
  }

  static String resource(byte version) {
    return "/state/v" + version + ".avsc";
  }

  private byte[] today(byte[] bytes) throws IOException {
    Schema writer = older.computeIfAbsent(bytes[0], released);
    Object generic =
        new GenericDatumReader<>(writer, schema())
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null));
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema()).write(generic, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Schema released(byte version) {
    try (InputStream file = StateCodec.class.getResourceAsStream(resource(version))) {
      if (file == null) {
        throw new IllegalStateException(
            "expected a state of this or an earlier release, but its version is " + version);
      }
      return new Schema.Parser().parse(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource(version), e);
    }
  }
}
