package dev.assent.platform.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.platform.streams.DamagedStoreException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/// A view's own code reads its store on doors' threads, too: nobody else may tell of the damage
/// that it meets.
class PartOfStoreTest {
  private static final DamagedStoreException DAMAGE =
      new DamagedStoreException("views", new TaskId(0, 0), new IllegalStateException("checksum"));

  private static final Bytes KEY = Bytes.wrap(new byte[] {7});

  private final List<DamagedStoreException> heard = new ArrayList<>();
  private final PartOfStore store = new PartOfStore(damaged(), (byte) 1, heard::add);

  /// Rows are found, and cannot be read.
  @SuppressWarnings("unchecked")
  private static KeyValueStore<Bytes, byte[]> damaged() {
    Object rows = damaged(KeyValueIterator.class, null);
    return (KeyValueStore<Bytes, byte[]>) damaged(KeyValueStore.class, rows);
  }

  private static Object damaged(Class<?> type, @Nullable Object rows) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (_, method, _) -> {
          if (method.getReturnType() == KeyValueIterator.class) {
            return rows;
          }
          throw DAMAGE;
        });
  }

  @TestFactory
  Stream<DynamicTest> damageIsHeardOf_whateverIsDone() {
    return Stream.of(
        test("get", part -> part.get(KEY)),
        test("put", part -> part.put(KEY, new byte[1])),
        test("putIfAbsent", part -> part.putIfAbsent(KEY, new byte[1])),
        test("delete", part -> part.delete(KEY)),
        test("range", part -> part.range(KEY, KEY).next()),
        test("reverseRange", part -> part.reverseRange(KEY, KEY).next()),
        test("all", part -> part.all().peekNextKey()),
        test("reverseAll", part -> part.reverseAll().next()),
        test(
            "prefixScan",
            part -> part.prefixScan("a", new StringSerializer()).forEachRemaining(_ -> {})),
        test("approximateNumEntries", PartOfStore::approximateNumEntries));
  }

  private DynamicTest test(String name, ThrowingConsumer<PartOfStore> use) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          heard.clear();
          assertThatThrownBy(() -> use.accept(store)).isSameAs(DAMAGE);
          assertThat(heard).containsExactly(DAMAGE);
        });
  }
}
