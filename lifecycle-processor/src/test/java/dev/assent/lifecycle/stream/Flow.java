package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.FormRules;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The real topology in Kafka's test driver: commands in, what comes out, time by hand.
final class Flow implements AutoCloseable {
  static final Workspace WORKSPACE = new Workspace("local", "default");
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  static final AgentAddress AGENT = new AgentAddress("local", "default", "infra-validator-demo");
  static final Principal SERVICE = principal(Principal.Kind.SERVICE, "deployer", Scope.INITIATOR);
  static final Principal VALIDATOR = principal(Principal.Kind.AGENT, AGENT.toString(), Scope.AGENT);
  static final Principal APPROVER = principal(Principal.Kind.PERSON, "ada", Scope.APPROVER);

  static final StepTokens TOKENS = StepTokens.of("a secret of at least thirty-two bytes");
  static final Doors DOORS =
      Doors.of(
          Optional.of("a key of the doors of at least 32 bytes"),
          Optional.of("assent.directory-0:1"));
  static final MemoryDirectory DIRECTORY = new MemoryDirectory();

  private static final Wire WIRE = MemoryRegistry.start().wire();

  final MeterRegistry meters = new SimpleMeterRegistry();
  final Wire wire = WIRE;
  private final TopologyTestDriver driver;
  private final Topics topics = new Topics("");
  private final String application = "flow-" + UUID.randomUUID();
  private final TestInputTopic<byte[], byte[]> commands;
  private Instant now;
  private Duration stepped = Duration.ZERO;
  private Runnable catchUp = () -> {};

  Flow() {
    this(new Decider(NO_FORMS)::decide, ALL_TAKE);
  }

  Flow(Rules rules, AgentTopics agentTopics) {
    this(rules, agentTopics, 1, START);
  }

  private Flow(Rules rules, AgentTopics agentTopics, int partitions, Instant start) {
    this(rules, agentTopics, partitions, start, Strikes.inMemory());
  }

  /// One that remembers what it dies of.
  Flow(Rules rules, Strikes strikes) {
    this(rules, ALL_TAKE, 1, START, strikes);
  }

  private Flow(
      Rules rules, AgentTopics agentTopics, int partitions, Instant start, Strikes strikes) {
    this.now = start;
    Shell shell =
        new Shell(
            rules,
            wire,
            topics,
            agentTopics,
            TOKENS,
            new LifecycleMeters(meters),
            partitions,
            DOORS,
            strikes,
            time -> time + stepped.toMillis());
    Properties settings = new Properties();
    settings.put("application.id", application);
    settings.put("processing.guarantee", "exactly_once_v2");
    settings.put("state.dir", System.getProperty("java.io.tmpdir") + "/assent-flow");
    driver =
        new TopologyTestDriver(
            LifecycleTopology.build(
                StreamsSettings.changelog(), shell, ingest(shell, start, () -> catchUp.run())),
            settings,
            start);
    commands =
        driver.createInputTopic(
            topics.commands().name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  static IngestShell ingest(Shell shell, Instant now) {
    return ingest(shell, now, () -> {});
  }

  private static IngestShell ingest(Shell shell, Instant now, Runnable catchUp) {
    return new IngestShell(
        shell.wire(),
        shell.topics(),
        DIRECTORY,
        DIRECTORY,
        catchUp,
        TOKENS,
        shell.meters(),
        Clock.fixed(now, ZoneOffset.UTC),
        shell.doors(),
        shell.strikes());
  }

  /// What is in the directory that the ingest has not read yet, or why it cannot read it.
  void directoryNews(Runnable news) {
    catchUp = news;
  }

  /// What a program that has only a Kafka client writes.
  void submit(byte[] value, Headers headers) {
    submit(null, value, headers);
  }

  void submit(byte @Nullable [] key, byte[] value, Headers headers) {
    publish(topics.submissions().name(), key, value, headers);
  }

  void report(byte[] value) {
    publish(topics.reports().name(), null, value, new RecordHeaders());
  }

  private void publish(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, now));
  }

  /// Answers under the keys that producers look for.
  List<TestRecord<byte[], byte[]>> answers() {
    return output(topics.results().name()).readRecordsToList();
  }

  /// The first of several partitions.
  static Flow ofPartitions(int partitions) {
    return new Flow(new Decider(NO_FORMS)::decide, ALL_TAKE, partitions, START);
  }

  static final AgentTopics ALL_TAKE = (topic, key, value) -> Optional.empty();

  static final FormRules NO_FORMS = (schema, data, positive) -> new FormRules.Valid(data);

  /// The same stores and the same time in a new instance, as after a restart.
  Flow restartedAfter(Duration away) {
    Flow next = new Flow(new Decider(NO_FORMS)::decide, ALL_TAKE, 1, now.plus(away));
    store().all().forEachRemaining(row -> next.store().put(row.key, row.value));
    close();
    return next;
  }

  static Principal principal(Principal.Kind kind, String id, Scope scope) {
    return new Principal(
        kind, id, WORKSPACE, Set.of(scope), Set.of("*"), "api_key:test", Optional.empty());
  }

  /// Asks and returns the answer.
  Result ask(Principal actor, IntentId target, Command command) {
    return ask(asked(actor, target, command, Optional.empty()));
  }

  Result ask(Asked asked) {
    send(asked);
    return all(topics.results().name(), wire.results()).stream()
        .filter(result -> result.commandId().equals(asked.commandId()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no answer to " + asked));
  }

  void send(Asked asked) {
    sendRaw(wire.commands().encode(asked));
  }

  void sendRaw(byte[] value) {
    sendRaw(value, new RecordHeaders());
  }

  /// As a door does it.
  void sendRaw(byte[] value, Headers headers) {
    byte[] key = "a key".getBytes(StandardCharsets.UTF_8);
    DOORS.seal().seal(headers, topics.commands().name(), key, value);
    sendUnsealed(key, value, headers);
  }

  /// As anybody does it who may write to the topic.
  void sendUnsealed(byte[] key, byte[] value, Headers headers) {
    commands.pipeInput(new TestRecord<>(key, value, headers, now));
  }

  /// A row of the directory, as anybody writes it who may.
  void directory(String key, byte @Nullable [] value, Headers headers) {
    publish(topics.directory().name(), key.getBytes(StandardCharsets.UTF_8), value, headers);
  }

  /// What the processor's ingest made of public requests.
  List<TestRecord<byte[], byte[]>> ingested() {
    return output(topics.commands().name()).readRecordsToList();
  }

  Asked asked(Principal actor, IntentId target, Command command, Optional<Hash> body) {
    CommandId id = new CommandId(UUID.randomUUID());
    return new Asked(id, target, now, actor, Door.GATEWAY, Optional.of(0), body, command);
  }

  static Command.Report report(Command.Report.Kind kind) {
    return new Command.Report(kind, new Json("{\"ok\":true}"), "");
  }

  static Command.Decide decide(String outcome) {
    return new Command.Decide(outcome, Shown.NOTHING, "", Json.EMPTY, false, Optional.empty());
  }

  /// The wall clock is set. Forward, Kafka Streams' time goes along
  /// ([dev.assent.platform.kafka.SteadyTime]).
  void step(Duration step) {
    now = now.plus(step);
    if (step.isPositive()) {
      driver.advanceWallClockTime(step);
    } else {
      stepped = stepped.plus(step);
    }
  }

  void advance(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  Instant now() {
    return now;
  }

  KeyValueStore<Bytes, byte[]> store() {
    return driver.getKeyValueStore(Names.INTENTS);
  }

  /// What came out until now is none of the test's business: the next look at events or deliveries
  /// begins behind it.
  void skipOutput() {
    happened();
    deliveries();
  }

  /// What came out since the last call.
  List<Happened> happened() {
    return all(topics.events().name(), wire.events());
  }

  List<Event> events() {
    return happened().stream().flatMap(one -> one.events().stream()).toList();
  }

  List<String> eventNames() {
    return events().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  List<AuditRecord> audit() {
    return all(topics.audit().name(), wire.audit());
  }

  List<Result> results() {
    return all(topics.results().name(), wire.results());
  }

  List<Delivery> deliveries() {
    return all(topics.agent(AGENT).name(), wire.deliveries());
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return output(topics.deadLetters().name()).readRecordsToList();
  }

  /// The times that the intents' changelog rows bear, of those written since the last call.
  List<Instant> changelogTimes() {
    return output(application + "-" + Names.INTENTS + "-changelog").readRecordsToList().stream()
        .map(TestRecord::getRecordTime)
        .toList();
  }

  double count(String meter, String tag, String value) {
    return Stream.ofNullable(meters.find(meter).tag(tag, value).counter())
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private <T> List<T> all(String topic, Codec<T> codec) {
    return output(topic).readValuesToList().stream().map(codec::decode).toList();
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    driver.close();
  }
}
