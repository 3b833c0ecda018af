package dev.assent.approval;

import dev.assent.approval.view.History;
import dev.assent.approval.view.MemoryCodec;
import dev.assent.approval.view.MemoryStores;
import dev.assent.approval.view.OpenTasks;
import dev.assent.approval.view.TaskInbox;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.Asked;
import dev.assent.contract.Result;
import dev.assent.platform.bus.CommandBus;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.platform.views.Views;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.SchemaRegistryClient;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
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
  MemoryDirectory directory() {
    return new MemoryDirectory();
  }

  @Singleton
  @Replaces(value = KafkaCommandBus.class, factory = ApprovalFactory.class)
  FakeBus bus() {
    return new FakeBus();
  }

  @Singleton
  @Replaces(value = Wire.class, factory = ApprovalFactory.class)
  Wire wire(Connection connection) {
    return new AvroWire(SchemaRegistryClient.of(connection), connection.topics());
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
}
