package dev.assent.approval;

import dev.assent.approval.view.History;
import dev.assent.approval.view.MemoryCodec;
import dev.assent.approval.view.MemoryStores;
import dev.assent.approval.view.OpenTasks;
import dev.assent.approval.view.TaskInbox;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Asked;
import dev.assent.contract.Principal;
import dev.assent.contract.Result;
import dev.assent.contract.Workspace;
import dev.assent.door.CommandBus;
import dev.assent.door.Directory;
import dev.assent.door.KafkaCommandBus;
import dev.assent.door.KafkaDirectory;
import dev.assent.door.ViewUnavailableException;
import dev.assent.door.Views;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Connection;
import dev.assent.wire.DirectoryEntry;
import dev.assent.wire.Wire;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Everything behind the API in memory, for tests of the API alone.
@Factory
@Requires(property = "assent.test.fakes", value = "true")
public final class FakeParts {

  @Singleton
  @Replaces(value = KafkaDirectory.class, factory = ApprovalFactory.class)
  FakeDirectory directory() {
    return new FakeDirectory();
  }

  @Singleton
  @Replaces(value = KafkaCommandBus.class, factory = ApprovalFactory.class)
  FakeBus bus() {
    return new FakeBus();
  }

  @Singleton
  @Replaces(value = Wire.class, factory = ApprovalFactory.class)
  Wire wire(Connection connection) {
    return AvroWire.connect(connection);
  }

  @Singleton
  @Replaces(value = Views.class, factory = ApprovalFactory.class)
  FakeViews views() {
    return new FakeViews();
  }

  @Singleton
  @Replaces(value = Tasks.class, factory = ApprovalFactory.class)
  Tasks tasks(FakeViews views) {
    return new Tasks(views, views.index, views.codec);
  }

  /// Answers as the test says.
  public static final class FakeBus implements CommandBus {
    public final List<Asked> asked = new ArrayList<>();
    public Function<Asked, CompletableFuture<Result>> answer =
        _ -> CompletableFuture.failedFuture(new IllegalStateException("no answer was set"));

    @Override
    public CompletableFuture<Result> send(Asked command) {
      asked.add(command);
      return answer.apply(command);
    }
  }

  /// Folds what a test gives it at once.
  public static final class FakeViews implements Views {
    final MemoryCodec codec = new MemoryCodec();
    final OpenTasks index = new OpenTasks();
    private final MemoryStores stores = new MemoryStores();
    private final TaskInbox inbox = new TaskInbox(codec, index);
    public boolean ready = true;

    FakeViews() {
      inbox.open(stores);
    }

    public void fold(History history) {
      history.batches().forEach(batch -> inbox.fold(batch, codec.encode(batch)));
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
      return ready
          ? CompletableFuture.completedFuture(null)
          : CompletableFuture.failedFuture(new ViewUnavailableException("expected a view"));
    }

    @Override
    public Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(String name) {
      return Optional.of(stores.store(name));
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public void close() {
      inbox.close();
    }
  }

  /// Knows the principals a test gives it, by secret.
  public static final class FakeDirectory implements Directory {
    private final Map<String, Principal> principals = new HashMap<>();

    public void put(String secret, Principal principal) {
      principals.put(secret, principal);
    }

    @Override
    public Optional<Principal> authenticate(String secret, Optional<String> address) {
      return Optional.ofNullable(principals.get(secret));
    }

    @Override
    public List<DirectoryEntry.Key> keys(Workspace workspace) {
      return List.of();
    }

    @Override
    public Optional<DirectoryEntry.Key> key(String keyId) {
      return Optional.empty();
    }

    @Override
    public List<DirectoryEntry.Agent> agents(Workspace workspace) {
      return List.of();
    }

    @Override
    public Optional<DirectoryEntry.Agent> agent(Workspace workspace, AgentAddress address) {
      return Optional.empty();
    }

    @Override
    public Optional<DirectoryEntry.Policy> policy(Workspace workspace, String intentType) {
      return Optional.empty();
    }

    @Override
    public List<DirectoryEntry.Policy> policies(Workspace workspace) {
      return List.of();
    }

    @Override
    public Optional<DirectoryEntry.Document> document(
        String collection, Workspace workspace, String id) {
      return Optional.empty();
    }

    @Override
    public Optional<DirectoryEntry.Document> documentNamed(
        String collection, Workspace workspace, String name) {
      return Optional.empty();
    }

    @Override
    public List<DirectoryEntry.Document> documents(String collection, Workspace workspace) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> put(DirectoryEntry entry) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> remove(DirectoryEntry entry) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean ready() {
      return true;
    }
  }
}
