package dev.assent.platform.views;

import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A view for tests: the last seq of each intent, in a store and in memory.
final class SeqView implements View {
  static final String STORE = "seqs";

  /// An event that this view cannot bear.
  static final int POISONOUS_SEQ = 666;

  private final String name;
  private final Map<IntentId, Integer> inMemory;
  private final Consumer<Happened> beforeFold;
  private @Nullable KeyValueStore<Bytes, byte[]> store;

  SeqView(Map<IntentId, Integer> inMemory) {
    this(inMemory, _ -> {});
  }

  SeqView(Map<IntentId, Integer> inMemory, Consumer<Happened> beforeFold) {
    this(STORE, inMemory, beforeFold);
  }

  SeqView(String name, Map<IntentId, Integer> inMemory, Consumer<Happened> beforeFold) {
    this.name = name;
    this.inMemory = inMemory;
    this.beforeFold = beforeFold;
  }

  static Map<IntentId, Integer> memory() {
    return new ConcurrentHashMap<>();
  }

  static Bytes key(IntentId intent) {
    return Bytes.wrap(intent.toString().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public List<String> stores() {
    return List.of(name);
  }

  @Override
  public void open(Stores stores) {
    store = stores.store(name);
    try (var rows = store.all()) {
      rows.forEachRemaining(
          row ->
              inMemory.put(
                  IntentId.parse(new String(row.key.get(), StandardCharsets.US_ASCII)),
                  ByteBuffer.wrap(row.value).getInt()));
    }
  }

  @Override
  public void fold(Happened happened, byte[] record) {
    beforeFold.accept(happened);
    if (happened.firstSeq() == POISONOUS_SEQ) {
      throw new IllegalStateException("expected something else, but got seq " + POISONOUS_SEQ);
    }
    if (store != null) {
      byte[] seq = ByteBuffer.allocate(Integer.BYTES).putInt(happened.lastSeq()).array();
      store.put(key(happened.intent()), seq);
    }
    inMemory.put(happened.intent(), happened.lastSeq());
  }

  @Override
  public void close() {
    store = null;
  }
}
