package dev.assent.wire.golden;

import dev.assent.contract.Happened;
import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.registry.SchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/// Published records among golden bytes. Which number a registry gave their schema means nothing
/// elsewhere, so their first five bytes are left off; the schema is a file beside them,
/// `schemas/src/test/resources/golden/<release>/schemas/<record>.avsc`.
public final class GoldenWire implements AutoCloseable {
  private static final int HEAD_BYTES = 5;

  private final MemoryRegistry registry = MemoryRegistry.start();
  private final SchemaRegistryClient client = registry.client();
  private final Wire wire = registry.wire();
  private final Map<Path, Integer> ids = new HashMap<>();

  public Wire wire() {
    return wire;
  }

  /// A sample of today's.
  public <T> Golden.Sample sample(Codec<T> codec, T value) {
    byte[] bytes = codec.encode(value);
    return Golden.Sample.of(Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length), value);
  }

  public <T> List<T> all(Codec<T> codec, String record, Golden.Release release) {
    return release.samples().stream().map(one -> read(codec, record, release, one)).toList();
  }

  /// The facts of the intents that a release's topics told of (`GoldenHistoryTest` in
  /// `lifecycle-processor` makes them).
  public List<Happened> history(String release) {
    return Golden.ofSchemas(
            "history/Happened",
            () -> {
              throw new IllegalStateException(
                  "expected the history of release " + release + " to be there before its views");
            })
        .stream()
        .filter(one -> one.name().equals(release))
        .findFirst()
        .map(one -> all(wire.events(), "Happened", one))
        .orElseThrow(() -> new IllegalStateException("expected a history of release " + release));
  }

  /// @param record the schema's name
  public <T> T read(Codec<T> codec, String record, Golden.Release release, Golden.Sample sample) {
    return codec.decode(
        ByteBuffer.allocate(HEAD_BYTES + sample.bytes().length)
            .put((byte) 0)
            .putInt(ids.computeIfAbsent(file(release, record), this::register))
            .put(sample.bytes())
            .array());
  }

  /// The schema as the release has it. Without its comments: they mean nothing to who reads bytes.
  private static Path file(Golden.Release release, String record) {
    Path file =
        Path.of(
            "../schemas/src/test/resources/golden", release.name(), "schemas", record + ".avsc");
    try {
      if (release.name().equals(Golden.making())) {
        String today = bare(Schemas.published(Schemas.named(record)));
        Golden.write(file, () -> today);
        if (!Golden.text(file).equals(today)) {
          throw new IllegalStateException(
              "expected "
                  + file
                  + " to be the schema that these bytes were written with, but it has changed"
                  + " since: where no release has carried them yet, delete both and make them"
                  + " anew");
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bare(Schema schema) {
    return schema.toString().replaceAll(",\"doc\":\"(?:[^\"\\\\]|\\\\.)*\"", "") + "\n";
  }

  private int register(Path file) {
    return client.register(
        "golden-" + file.getFileName(), new Schema.Parser().parse(Golden.text(file)));
  }

  @Override
  public void close() {
    registry.close();
  }
}
