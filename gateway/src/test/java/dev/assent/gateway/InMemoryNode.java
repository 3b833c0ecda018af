package dev.assent.gateway;

import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.Timer;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.gateway.agents.AgentTopics;
import dev.assent.gateway.view.IntentStore;
import dev.assent.gateway.view.Intents;
import dev.assent.lifecycle.domain.Audit;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.Timers;
import dev.assent.lifecycle.form.JsonSchemaForms;
import dev.assent.platform.bus.CommandBus;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.platform.views.Views;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.directory.DirectoryEntry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// The real rules and the real view without a broker between them: a command is decided, and
/// folded, in the call that sends it.
final class InMemoryNode implements CommandBus, Views, AgentTopics {
  private final Decider decider = new Decider(new JsonSchemaForms());
  private final Map<IntentId, Intent> states = new LinkedHashMap<>();
  private final MemoryDirectory directory;
  private final List<AgentAddress> topics = new ArrayList<>();
  private final List<Happened> log = new ArrayList<>();
  private final List<AuditRecord> audit = new ArrayList<>();
  private final Codec<Happened> codec = new LogCodec(log);
  private final KeyValueStore<Bytes, byte[]> store = memoryStore();
  private final IntentStore view;
  private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  private int commands;
  private volatile Optional<RuntimeException> busFailure = Optional.empty();

  InMemoryNode(Intents intents, Clock clock) {
    directory = new MemoryDirectory(clock);
    view = new IntentStore(codec, intents);
    view.open(_ -> store);
  }

  /// Every command fails like this from now on.
  void failWith(RuntimeException failure) {
    busFailure = Optional.of(failure);
  }

  @Override
  public synchronized CompletableFuture<Result> send(Asked asked) {
    commands++;
    if (busFailure.isPresent()) {
      return CompletableFuture.failedFuture(busFailure.get());
    }
    Intent before = states.getOrDefault(asked.target().root(), new Intent.None());
    Decision decision = decider.decide(before, asked);
    Audit.of(before, asked, decision).ifPresent(audit::add);
    if (decision instanceof Decision.Accept accept) {
      states.put(asked.target().root(), accept.after());
      log.add(accept.happened());
      view.fold(accept.happened(), codec.encode(accept.happened()));
    }
    return CompletableFuture.completedFuture(decision.answer(asked).orElseThrow());
  }

  /// All that doors and processor write, as far as it has come.
  synchronized String written() {
    List<String> rows =
        directory.all(DirectoryEntry.class).stream().map(Object::toString).sorted().toList();
    return "%d commands, %s, %s, %s, %s".formatted(commands, log, topics, webhooks.all(), rows);
  }

  /// The trail of one intent.
  synchronized List<AuditRecord> audit(String intent) {
    return audit.stream().filter(one -> one.intent().toString().equals(intent)).toList();
  }

  InMemoryWebhooks webhooks() {
    return webhooks;
  }

  /// Lets an intent's next timer of a kind fire.
  synchronized void fire(IntentId root, Timer.Kind kind, Workspace workspace) {
    Intent state = states.getOrDefault(root, new Intent.None());
    Timer timer = Timers.of(state).stream().filter(t -> t.kind() == kind).findFirst().orElseThrow();
    var _ =
        send(Asked.timer(new CommandId(UUID.randomUUID()), root, timer.due(), workspace, timer));
  }

  synchronized List<Happened> log() {
    return List.copyOf(log);
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(String name) {
    return Optional.of(store);
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() {}

  @Override
  public synchronized CompletableFuture<Void> create(AgentAddress agent) {
    topics.add(agent);
    return CompletableFuture.completedFuture(null);
  }

  synchronized List<AgentAddress> topics() {
    return List.copyOf(topics);
  }

  MemoryDirectory directory() {
    return directory;
  }

  private static KeyValueStore<Bytes, byte[]> memoryStore() {
    KeyValueStore<Bytes, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("intents"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  /// Writes a batch as its place in the log.
  private record LogCodec(List<Happened> log) implements Codec<Happened> {
    @Override
    public byte[] encode(Happened value) {
      return ByteBuffer.allocate(4).putInt(log.indexOf(value)).array();
    }

    @Override
    public Happened decode(byte[] bytes) {
      return log.get(ByteBuffer.wrap(bytes).getInt());
    }
  }
}
