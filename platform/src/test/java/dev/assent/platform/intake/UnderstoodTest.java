package dev.assent.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.wire.directory.DirectoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnderstoodTest {
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final Holders EVERYBODY = _ -> Holders.Held.YES;
  private static final StepId NOWHERE = new StepId("cleanup");

  private static List<String> words(Holders holders, Plan.Step... steps) {
    return Understood.words(plan(steps), WORKSPACE, holders);
  }

  private static Plan plan(Plan.Step... steps) {
    return new Plan(Optional.empty(), steps[0].id(), List.of(steps), false);
  }

  private static Plan.Step agent(AgentAddress address, boolean topic, int retries) {
    return new Plan.Step.Agent(
        new StepId("validate"),
        Optional.empty(),
        Optional.empty(),
        address,
        topic,
        Json.EMPTY,
        Optional.of(Duration.ofMinutes(10)),
        3,
        retries,
        Duration.ofSeconds(30));
  }

  private static Plan.Step.Human human(
      Optional<Reminders> reminders, Plan.DeadlineAction action, Assignee... who) {
    return new Plan.Step.Human(
        new StepId("approve"),
        Optional.empty(),
        Optional.empty(),
        new HumanTask(
            TaskType.REVIEW,
            "Ship it?",
            "",
            List.of(),
            true,
            false,
            List.of(who),
            Optional.of(Json.EMPTY),
            Optional.empty()),
        reminders,
        Optional.of(new Assignee.Person("boss@example.org")),
        Optional.of(Duration.ofHours(1)),
        action);
  }

  private static final Assignee SRE = new Assignee.Role("sre_oncall");

  @Test
  void everyKindOfStepIsASentence() {
    Optional<Reminders> reminders =
        Optional.of(
            new Reminders(
                Duration.ofMinutes(5),
                Duration.ofSeconds(90),
                3,
                Optional.of(new Assignee.Person("boss@example.org"))));

    assertThat(
            words(
                EVERYBODY,
                agent(new AgentAddress("local", "default", "infra-validator"), true, 2),
                human(reminders, Plan.DeadlineAction.TIME_OUT, SRE),
                new Plan.Step.Delay(
                    new StepId("cool"),
                    Optional.of(new StepId("tell")),
                    Optional.of(NOWHERE),
                    Duration.ofMillis(1_500),
                    "cool down"),
                new Plan.Step.Notification(
                    new StepId("tell"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of("email", "inbox"),
                    "ops",
                    "S",
                    "B")))
        .containsExactly(
            "1. validate: agent infra-validator, within 10 min; tried again 2 times, 30 s apart.",
            "2. approve: anyone with the role sre_oncall is asked 'Ship it?', and needs a comment,"
                + " a form filled in; approved goes on, rejected ends it FAILED, changes_requested"
                + " goes back to validate; reminder after 5 min, then every 90 s, at most 3; after"
                + " the last one boss@example.org may decide as well; after 1 h: times out.",
            "3. cool: wait 1.5 s (cool down); then tell; on failure cleanup.",
            "4. tell: a message to ops by email, inbox that nobody answers.");
  }

  @Test
  void whoIsMissingIsSaidInWordsAndInWarnings() {
    Holders nobody = _ -> Holders.Held.NO;
    Plan.Step step =
        human(Optional.empty(), Plan.DeadlineAction.ESCALATE, SRE, new Assignee.Person("alice"));

    assertThat(words(nobody, step).getFirst())
        .startsWith(
            "1. approve: anyone with the role sre_oncall (nobody holds it yet!) or alice (who has"
                + " no key here yet!) is asked")
        .endsWith(
            "; after 1 h: boss@example.org (who has no key here yet!) may decide as well, then"
                + " times out.");
    assertThat(Understood.missing(plan(step), nobody))
        .extracting(Warning::text)
        .containsExactly(
            "step 'approve' asks the role 'sre_oncall', which nobody holds yet (a person is written"
                + " person:sre_oncall)",
            "step 'approve' asks the person 'alice', who has no key in this workspace yet",
            "step 'approve' asks the person 'boss@example.org', who has no key in this workspace"
                + " yet");
    assertThat(Understood.missing(plan(step), EVERYBODY)).isEmpty();
  }

  @Test
  void anAgentElsewhereIsCalledByItsAddress() {
    assertThat(words(EVERYBODY, agent(new AgentAddress("o", "w", "x"), false, 0)))
        .containsExactly(
            "1. validate: agent agent://o/w/x (not registered: work reaches it by its stream"
                + " alone), within 10 min.");
  }

  @Test
  void rolesAreHeldByPeopleWithGoodKeysOfTheWorkspace() {
    assertThat(
            held(key("bob", Principal.Kind.PERSON, Set.of(Scope.APPROVER), Set.of("sre_oncall"))))
        .isEqualTo(Holders.Held.YES);
    assertThat(held(key("bob", Principal.Kind.PERSON, Set.of(Scope.ADMIN), Set.of("*"))))
        .isEqualTo(Holders.Held.BY_ALL_ROLES_ONLY);
    assertThat(
            held(key("bob", Principal.Kind.SERVICE, Set.of(Scope.APPROVER), Set.of("sre_oncall"))))
        .isEqualTo(Holders.Held.NO);
    assertThat(held(key("bob", Principal.Kind.PERSON, Set.of(Scope.AUDITOR), Set.of("sre_oncall"))))
        .isEqualTo(Holders.Held.NO);
    assertThat(
            held(
                key("bob", Principal.Kind.PERSON, Set.of(Scope.APPROVER), Set.of("sre_oncall"))
                    .revoked(Instant.EPOCH)))
        .isEqualTo(Holders.Held.NO);
  }

  private static Holders.Held held(DirectoryEntry.Key key) {
    MemoryDirectory directory = new MemoryDirectory();
    directory.put(key).join();
    return Holders.of(directory, WORKSPACE).of(SRE);
  }

  private static DirectoryEntry.Key key(
      String owner, Principal.Kind kind, Set<Scope> scopes, Set<String> roles) {
    return new DirectoryEntry.Key(
        "ak_1",
        Hash.of("secret"),
        WORKSPACE,
        kind,
        owner,
        scopes,
        roles,
        "1234",
        Instant.EPOCH,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty());
  }
}
