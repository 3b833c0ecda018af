package dev.assent.gateway;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Asked;
import dev.assent.contract.CommandId;
import dev.assent.contract.Happened;
import dev.assent.contract.Hash;
import dev.assent.contract.IntentId;
import dev.assent.contract.Principal;
import dev.assent.contract.Result;
import dev.assent.contract.Timer;
import dev.assent.contract.Workspace;
import dev.assent.door.CommandBus;
import dev.assent.door.Directory;
import dev.assent.door.Views;
import dev.assent.gateway.api.AgentTopics;
import dev.assent.gateway.view.IntentStore;
import dev.assent.gateway.view.Intents;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.FormRules;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.Timers;
import dev.assent.wire.Codec;
import dev.assent.wire.DirectoryEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
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
final class InMemoryNode implements CommandBus, Views, Directory, AgentTopics {
  private final Decider decider = new Decider((_, data, _) -> new FormRules.Valid(data));
  private final Map<IntentId, Intent> states = new LinkedHashMap<>();
  private final Map<String, DirectoryEntry> directory = new LinkedHashMap<>();
  private final List<AgentAddress> topics = new ArrayList<>();
  private final List<Happened> log = new ArrayList<>();
  private final KeyValueStore<Bytes, byte[]> store = memoryStore();
  private final IntentStore view;
  private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  private volatile Optional<RuntimeException> busFailure = Optional.empty();

  InMemoryNode(Intents intents) {
    view = new IntentStore(new LogCodec(log), intents);
    view.open(_ -> store);
  }

  /// Every command fails like this from now on.
  void failWith(RuntimeException failure) {
    busFailure = Optional.of(failure);
  }

  @Override
  public synchronized CompletableFuture<Result> send(Asked asked) {
    if (busFailure.isPresent()) {
      return CompletableFuture.failedFuture(busFailure.get());
    }
    Intent before = states.getOrDefault(asked.target().root(), new Intent.None());
    Decision decision = decider.decide(before, asked);
    if (decision instanceof Decision.Accept accept) {
      states.put(asked.target().root(), accept.after());
      log.add(accept.happened());
      view.fold(accept.happened());
    }
    return CompletableFuture.completedFuture(decision.answer(asked).orElseThrow());
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

  @Override
  public synchronized Optional<Principal> authenticate(String secret, Optional<String> address) {
    return entries(DirectoryEntry.Key.class).stream()
        .filter(key -> key.secret().equals(Hash.of(secret)) && key.revokedAt().isEmpty())
        .findFirst()
        .map(
            key ->
                new Principal(
                    key.kind(),
                    key.owner(),
                    key.workspace(),
                    key.scopes(),
                    key.roles(),
                    "api_key:" + key.keyId(),
                    address));
  }

  @Override
  public List<DirectoryEntry.Key> keys(Workspace workspace) {
    return entries(DirectoryEntry.Key.class).stream()
        .filter(key -> key.workspace().equals(workspace))
        .toList();
  }

  @Override
  public Optional<DirectoryEntry.Key> key(String keyId) {
    return entries(DirectoryEntry.Key.class).stream()
        .filter(key -> key.keyId().equals(keyId))
        .findFirst();
  }

  @Override
  public List<DirectoryEntry.Agent> agents(Workspace workspace) {
    return entries(DirectoryEntry.Agent.class).stream()
        .filter(agent -> agent.workspace().equals(workspace))
        .toList();
  }

  @Override
  public Optional<DirectoryEntry.Agent> agent(Workspace workspace, AgentAddress address) {
    return agents(workspace).stream()
        .filter(agent -> agent.address().equals(address))
        .max(Comparator.comparing(DirectoryEntry.Agent::active));
  }

  @Override
  public Optional<DirectoryEntry.Policy> policy(Workspace workspace, String intentType) {
    return entries(DirectoryEntry.Policy.class).stream()
        .filter(p -> p.workspace().equals(workspace) && p.intentType().equals(intentType))
        .findFirst();
  }

  /// Everything that is kept in documents.
  List<DirectoryEntry.Document> documents() {
    return entries(DirectoryEntry.Document.class);
  }

  @Override
  public List<DirectoryEntry.Policy> policies(Workspace workspace) {
    return entries(DirectoryEntry.Policy.class).stream()
        .filter(policy -> policy.workspace().equals(workspace))
        .toList();
  }

  @Override
  public Optional<DirectoryEntry.Document> document(
      String collection, Workspace workspace, String id) {
    return documents(collection, workspace).stream()
        .filter(document -> document.id().equals(id))
        .findFirst();
  }

  @Override
  public Optional<DirectoryEntry.Document> documentNamed(
      String collection, Workspace workspace, String name) {
    return documents(collection, workspace).stream()
        .filter(document -> document.names().contains(name))
        .findFirst();
  }

  @Override
  public List<DirectoryEntry.Document> documents(String collection, Workspace workspace) {
    return entries(DirectoryEntry.Document.class).stream()
        .filter(one -> one.collection().equals(collection) && one.workspace().equals(workspace))
        .toList();
  }

  @Override
  public synchronized CompletableFuture<Void> remove(DirectoryEntry entry) {
    directory.remove(entry.key());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletableFuture<Void> put(DirectoryEntry entry) {
    directory.put(entry.key(), entry);
    return CompletableFuture.completedFuture(null);
  }

  private synchronized <T extends DirectoryEntry> List<T> entries(Class<T> kind) {
    return directory.values().stream().filter(kind::isInstance).map(kind::cast).toList();
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
