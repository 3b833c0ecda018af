package dev.assent.wire.submissions;

import dev.assent.wire.codec.AvroCodec;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.format.AvroFormat;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.SchemaRegistryClient;
import dev.assent.wire.submissions.PublicRequest.Submission;
import dev.assent.wire.topic.Topics;
import java.util.Map;

/// The topic of submissions, which has more than one record: which one it is is its schema's name.
public final class SubmissionsCodec implements Codec<Submission> {
  private final SchemaRegistryClient registry;
  private final Codec<PublicRequest.Submit> submit;
  private final Codec<PublicRequest.Cancel> cancel;
  private final Map<String, Codec<? extends Submission>> byName;

  public SubmissionsCodec(SchemaRegistryClient registry, Topics topics) {
    String topic = topics.submissions().name();
    this.registry = registry;
    this.submit =
        new AvroCodec<>(
            registry,
            Schemas.named("Submit"),
            _ -> topic,
            PublicRequestCodec::toAvro,
            PublicRequestCodec::fromAvro);
    this.cancel =
        new AvroCodec<>(
            registry,
            Schemas.named("Cancel"),
            _ -> topic,
            PublicRequestCodec::toAvro,
            PublicRequestCodec::fromAvro);
    this.byName =
        Map.of(
            Schemas.named("Submit").getFullName(), submit,
            Schemas.named("Cancel").getFullName(), cancel);
  }

  @Override
  public byte[] encode(Submission submission) {
    return switch (submission) {
      case PublicRequest.Submit s -> submit.encode(s);
      case PublicRequest.Cancel c -> cancel.encode(c);
    };
  }

  @Override
  public Submission decode(byte[] bytes) {
    int id = AvroFormat.schemaId(bytes, "Submit or Cancel");
    String name = registry.byId(id).getFullName();
    Codec<? extends Submission> codec = byName.get(name);
    if (codec == null) {
      throw new WireException(
          "expected one of "
              + byName.keySet().stream().sorted().toList()
              + ", but schema "
              + id
              + " is a "
              + name);
    }
    return codec.decode(bytes);
  }
}
