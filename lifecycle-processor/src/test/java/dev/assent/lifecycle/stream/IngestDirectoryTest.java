package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Command;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Result;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.submissions.PublicRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the directory has, but the ingest has not read yet: it is read, or the record comes again.
class IngestDirectoryTest {
  private static final Runnable AWAY =
      () -> {
        throw new TimeoutException("the directory's end is not reached");
      };

  private final Flow flow = new Flow();

  @BeforeAll
  static void directory() {
    IngestTest.directory();
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private static NewKey key() {
    return NewKey.create(
        "assent_test",
        Flow.WORKSPACE,
        Principal.Kind.SERVICE,
        "late",
        Set.of(Scope.INITIATOR),
        Set.of(),
        Flow.START);
  }

  private static DirectoryEntry.Agent agent(AgentAddress address) {
    return new DirectoryEntry.Agent(
        "sa_" + address.name(),
        address.name(),
        address,
        Flow.WORKSPACE,
        address.name(),
        "stream",
        Flow.START,
        true,
        "admin",
        Optional.empty());
  }

  private static AgentAddress nobodyYet(String name) {
    return new AgentAddress("local", "default", name);
  }

  private void submit(PublicRequest.Submit request, SubmissionSigner signer) {
    byte[] value = flow.wire.submissions().encode(request);
    flow.submit(value, IngestTest.signed(signer, value));
  }

  private static PublicRequest.Submit to(String agent) {
    return PublicRequest.Submit.of(UUID.randomUUID(), "intent.test.v1", agent, "{}");
  }

  private List<Boolean> topics() {
    return flow.ingested().stream()
        .map(record -> flow.wire.commands().decode(record.value()).command())
        .map(command -> (Command.Submit) command)
        .flatMap(command -> command.plan().steps().stream())
        .map(step -> ((Plan.Step.Agent) step).topic())
        .toList();
  }

  /// Nobody is told no, nothing is buried, and the record is taken when it comes again.
  private void comesAgain(PublicRequest.Submit request, SubmissionSigner signer) {
    flow.directoryNews(AWAY);
    assertThatThrownBy(() -> submit(request, signer))
        .hasRootCauseInstanceOf(TimeoutException.class);
    assertThat(flow.results()).isEmpty();
    assertThat(flow.deadLetters()).isEmpty();
  }

  @Test
  void aSignerWhomNobodyCouldReadYet_isNotRefused_andTheRecordComesAgain() {
    NewKey key = key();
    SubmissionSigner signer = SubmissionSigner.of(key.secret());
    PublicRequest.Submit request = IngestTest.request();
    comesAgain(request, signer);

    flow.directoryNews(
        () -> {
          var _ = Flow.DIRECTORY.put(key.entry());
        });
    submit(request, signer);

    assertThat(flow.results()).singleElement().isInstanceOf(Result.Accepted.class);
  }

  @Test
  void aSignerWhomTheWholeDirectoryDoesNotKnow_isRefused() {
    submit(IngestTest.request(), SubmissionSigner.of("unknown"));

    assertThat(flow.results())
        .singleElement()
        .extracting(result -> ((Result.Rejected) result).rejection().code())
        .isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void anAgentWhomNobodyCouldReadYet_isNotPassedOver() {
    AgentAddress late = nobodyYet("late-agent");
    PublicRequest.Submit request = to(late.toString());
    comesAgain(request, IngestTest.SIGNER);

    flow.directoryNews(
        () -> {
          var _ = Flow.DIRECTORY.put(agent(late));
        });
    submit(request, IngestTest.SIGNER);

    assertThat(topics()).containsExactly(true);
  }

  /// Its agent is known, so nothing but the missing policy says that there may be news.
  @Test
  void aPolicyThatNobodyCouldReadYet_isNotPassedOver() {
    AgentAddress agent = nobodyYet("gated-agent");
    var _ = Flow.DIRECTORY.put(agent(agent));
    PublicRequest.Submit request =
        PublicRequest.Submit.of(UUID.randomUUID(), "intent.gated.late.v1", agent.toString(), "{}");
    comesAgain(request, IngestTest.SIGNER);

    flow.directoryNews(
        () -> {
          var _ = Flow.DIRECTORY.put(policy("intent.gated.late.v1"));
        });
    submit(request, IngestTest.SIGNER);

    assertThat(flow.ingested())
        .singleElement()
        .extracting(record -> flow.wire.commands().decode(record.value()).command())
        .extracting(command -> ((Command.Submit) command).plan().policy())
        .isEqualTo(Optional.of(new Plan.PolicyRef("late.v1", 1)));
  }

  private static DirectoryEntry.Policy policy(String type) {
    Plan gated = SeedPlan.plan();
    return new DirectoryEntry.Policy(
        Flow.WORKSPACE,
        type,
        "late.v1",
        1,
        new Plan(
            Optional.of(new Plan.PolicyRef("late.v1", 1)), gated.entry(), gated.steps(), false),
        Flow.START,
        "admin",
        "admin",
        "");
  }

  /// `humans` is taken for a slip as long as no agent of that name is known.
  @Test
  void whatIsRefusedForTheDirectory_isNotRefusedForWhatNobodyCouldReadYet() {
    AgentAddress late = nobodyYet("humans");
    PublicRequest.Submit request = to("humans");
    comesAgain(request, IngestTest.SIGNER);

    flow.directoryNews(
        () -> {
          var _ = Flow.DIRECTORY.put(agent(late));
        });
    submit(request, IngestTest.SIGNER);

    assertThat(topics()).containsExactly(true);
  }
}
