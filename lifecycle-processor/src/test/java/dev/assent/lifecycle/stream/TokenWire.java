package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.AuditRecord;
import dev.assent.contract.Delivery;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.wire.Codec;
import dev.assent.wire.DirectoryEntry;
import dev.assent.wire.NotificationOutcome;
import dev.assent.wire.Wire;
import dev.assent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A wire for tests of the shell alone: bytes stand for values that are kept here. As long as the
/// value's text, so that large values make large records.
final class TokenWire implements Wire {
  private final Codec<Asked> commands = new Tokens<>((byte) 1);
  private final Codec<Happened> events = new Tokens<>((byte) 2);
  private final Codec<Result> results = new Tokens<>((byte) 3);
  private final Codec<Delivery> deliveries = new Tokens<>((byte) 4);
  private final Codec<AuditRecord> audit = new Tokens<>((byte) 5);
  private final Codec<DirectoryEntry> directory = new Tokens<>((byte) 6);
  private final Codec<NotificationOutcome> notifications = new Tokens<>((byte) 7);

  private static final class Tokens<T> implements Codec<T> {
    private final byte kind;
    private final List<T> values = new ArrayList<>();

    Tokens(byte kind) {
      this.kind = kind;
    }

    @Override
    public byte[] encode(T value) {
      values.add(value);
      return ByteBuffer.allocate(5 + value.toString().length())
          .put(kind)
          .putInt(values.size() - 1)
          .array();
    }

    @Override
    public T decode(byte[] bytes) {
      if (bytes.length < 5 || bytes[0] != kind) {
        throw new WireException("expected kind " + kind + ", but got " + bytes.length + " bytes");
      }
      return values.get(ByteBuffer.wrap(bytes, 1, 4).getInt());
    }
  }

  @Override
  public Codec<Asked> commands() {
    return commands;
  }

  @Override
  public Codec<Happened> events() {
    return events;
  }

  @Override
  public Codec<Result> results() {
    return results;
  }

  @Override
  public Codec<Delivery> deliveries() {
    return deliveries;
  }

  @Override
  public Codec<AuditRecord> audit() {
    return audit;
  }

  @Override
  public Codec<DirectoryEntry> directory() {
    return directory;
  }

  @Override
  public Codec<NotificationOutcome> notifications() {
    return notifications;
  }
}
