package dev.assent.lifecycle.stream;

import static dev.assent.lifecycle.stream.Flow.DOORS;
import static dev.assent.lifecycle.stream.Flow.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Rejection;
import dev.assent.contract.Status;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Json;
import dev.assent.platform.keys.NewKey;
import dev.assent.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Whoever may write to the topics of commands and of the directory is nobody's door for that.
class ForgeriesTest {
  private static final byte[] KEY = "a key".getBytes(StandardCharsets.UTF_8);

  private final Flow flow = new Flow();

  @AfterEach
  void close() {
    flow.close();
  }

  private Asked command() {
    IntentId intent = new IntentId(UUID.randomUUID());
    return flow.asked(
        SERVICE,
        intent,
        new Command.Resolve(Status.CANCELED, Json.EMPTY, "a forged reason"),
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "another key's", "another record's", "another topic's", "empty"})
  void aCommandThatNoDoorSealedIsNotCarriedOut_andTheTrailSaysWhereItIs(String seal) {
    byte[] value = flow.wire.commands().encode(command());
    RecordHeaders headers = new RecordHeaders();
    String topic = new Topics("").commands().name();
    Consumer<Headers> sealing =
        switch (seal) {
          case "another key's" ->
              h ->
                  dev.assent.wire.connection.DoorSeal.of(
                          "a key of somebody else's doors, also long")
                      .seal(h, topic, KEY, value);
          case "another record's" -> h -> DOORS.seal().seal(h, topic, KEY, new byte[] {1});
          case "another topic's" ->
              h -> DOORS.seal().seal(h, new Topics("").directory().name(), KEY, value);
          case "empty" -> h -> h.add(dev.assent.wire.connection.DoorSeal.HEADER, new byte[0]);
          default -> _ -> {};
        };
    sealing.accept(headers);

    flow.sendUnsealed(KEY, value, headers);

    assertThat(flow.results()).isEmpty();
    assertThat(flow.happened()).isEmpty();
    assertThat(flow.count("assent.dead.letters", "cause", "forged")).isEqualTo(1);
    assertThat(flow.deadLetters()).hasSize(1);
    AuditRecord told = refusal(flow.audit());
    assertThat(told.comment()).isEqualTo("assent.commands-0 at offset 0");
    assertThat(told.who().id()).as("not who it says it is of").isEqualTo("nobody");
    assertThat(flow.ask(command())).as("a door's").isNotNull();
  }

  /// Whoever may write to the topic fills the trail, which has to be complete, but not the log.
  @Test
  void aHundredForgedCommandsAreAHundredInTheTrail_andNoMoreThanALineOfTheLog() {
    Logger logger = (Logger) LoggerFactory.getLogger(Forgeries.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    byte[] value = flow.wire.commands().encode(command());

    for (int i = 0; i < 100; i++) {
      flow.sendUnsealed(KEY, value, new RecordHeaders());
    }

    logger.detachAppender(lines);
    assertThat(lines.list).hasSizeLessThanOrEqualTo(1);
    assertThat(flow.audit()).hasSize(100);
    assertThat(flow.deadLetters()).hasSize(100);
    assertThat(flow.count("assent.dead.letters", "cause", "forged")).isEqualTo(100);
  }

  @Test
  void whatTheIngestMakesOfAPublicRequestIsSealed() throws Exception {
    NewKey key =
        NewKey.create(
            "assent_initiator",
            Flow.WORKSPACE,
            Principal.Kind.SERVICE,
            "deployer",
            Set.of(Scope.INITIATOR),
            Set.of(),
            Flow.START);
    Flow.DIRECTORY.put(key.entry()).get();
    byte[] value =
        flow.wire
            .submissions()
            .encode(
                dev.assent.wire.submissions.PublicRequest.Submit.of(
                    UUID.randomUUID(), "intent.x.v1", "human", "{}"));
    RecordHeaders headers = new RecordHeaders();
    dev.assent.platform.keys.SubmissionSigner.of(key.secret()).sign(headers, value);

    flow.submit(value, headers);

    assertThat(flow.ingested())
        .singleElement()
        .satisfies(
            record ->
                assertThat(
                        DOORS
                            .seal()
                            .isGood(
                                record.headers(),
                                new Topics("").commands().name(),
                                record.key(),
                                record.value()))
                    .isTrue());
    assertThat(flow.deadLetters()).isEmpty();
  }

  @Test
  void aRowOfTheDirectoryThatNoDoorMade_orUnderAnothersKey_isToldToTheTrail() {
    NewKey key =
        NewKey.create(
            "assent_admin",
            new Workspace("local", "default"),
            Principal.Kind.PERSON,
            "mallory",
            Set.of(Scope.ADMIN),
            Set.of("*"),
            Flow.START);
    byte[] value = flow.wire.directory().encode(key.entry());
    flow.directory(key.entry().key(), value, new RecordHeaders()); // before the doors had a key
    assertThat(flow.audit()).isEmpty();

    flow.directory(key.entry().key(), value, new RecordHeaders());
    assertThat(refusal(flow.audit()).comment()).isEqualTo("assent.directory-0 at offset 1");

    flow.directory(key.entry().key(), null, new RecordHeaders());
    assertThat(refusal(flow.audit()).comment()).isEqualTo("assent.directory-0 at offset 2");

    flow.directory("key/ak_another", value, sealed("key/ak_another", value));
    assertThat(refusal(flow.audit()).refused().orElseThrow().message())
        .contains("another row's key");

    flow.directory(key.entry().key(), value, sealed(key.entry().key(), value));
    assertThat(flow.audit()).isEmpty();
    assertThat(flow.deadLetters()).hasSize(3);
  }

  private static RecordHeaders sealed(String key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    DOORS
        .seal()
        .seal(
            headers,
            new Topics("").directory().name(),
            key.getBytes(StandardCharsets.UTF_8),
            value);
    return headers;
  }

  private static AuditRecord refusal(List<AuditRecord> audit) {
    assertThat(audit).hasSize(1);
    assertThat(audit.getFirst().refused().orElseThrow().code())
        .isEqualTo(Rejection.Code.UNAUTHENTICATED);
    return audit.getFirst();
  }
}
