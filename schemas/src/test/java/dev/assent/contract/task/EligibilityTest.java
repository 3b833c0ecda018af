package dev.assent.contract.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.Permission.Reason;
import dev.assent.contract.task.Permission.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EligibilityTest {
  private static final Assignee ADA = new Assignee.Person("ada");
  private static final Assignee ONCALL = new Assignee.Role("oncall");
  private static final Eligibility EVERYBODY = new Eligibility(List.of(), List.of());
  private static final Grant NO_ADA = new Grant("ada", List.of(), List.of(Right.RESUME));

  @Test
  void everyApproverMayAnswerAQuestionThatNamesNobody() {
    assertThat(EVERYBODY.may(approver("ada"), List.of()).allowed()).isTrue();
    assertThat(EVERYBODY.everybody()).isTrue();
    assertThat(EVERYBODY.asked()).isEmpty();
  }

  @Test
  void anEscalationAddsPeopleAndTakesNobodysRight() {
    Eligibility escalated = new Eligibility(List.of(ADA), List.of(ONCALL, ONCALL));

    assertThat(escalated.may(approver("ada"), List.of()).allowed()).isTrue();
    assertThat(escalated.may(approver("bob", "oncall"), List.of()).allowed()).isTrue();
    assertThat(escalated.asked()).containsExactly(ADA, ONCALL);
    assertThat(escalated.holders()).containsExactly(ONCALL);
    assertThat(new Eligibility(List.of(), List.of(ONCALL)).may(approver("eve"), List.of()))
        .as("everybody may still answer what everybody was asked")
        .isEqualTo(new Permission.Allowed());
  }

  @Test
  void whoIsNotAskedIsToldWhoIs() {
    assertThat(new Eligibility(List.of(ADA), List.of(ONCALL)).may(approver("eve"), List.of()))
        .isEqualTo(
            new Refused(Reason.NOT_ASKED, "one of [person:ada] or [role:oncall]", "this is 'eve'"));
  }

  @Test
  void onlyAPersonWithAKeyForItMayAnswerWhateverItsRights() {
    for (Principal.Kind kind : Principal.Kind.values()) {
      for (Scope scope : Scope.values()) {
        boolean may =
            kind == Principal.Kind.PERSON && (scope == Scope.APPROVER || scope == Scope.ADMIN);
        Principal who = principal(kind, "ada", Set.of(scope), Set.of("*"));
        assertThat(EVERYBODY.may(who, List.of()).allowed()).as(who.described()).isEqualTo(may);
      }
    }
    assertThat(EVERYBODY.may(auditor("ada"), List.of()))
        .isEqualTo(
            new Refused(
                Reason.NO_APPROVER,
                "a person with the scope APPROVER to decide",
                "this is person 'ada' with the scopes [AUDITOR]"));
  }

  @Test
  void whomTheIntentsPolicyDeniesItMayNotAnswerButAnAdministratorAlwaysMay() {
    assertThat(EVERYBODY.may(approver("ada"), List.of(NO_ADA)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.DENIED));
    assertThat(EVERYBODY.may(approver("bob"), List.of(NO_ADA)).allowed()).isTrue();
    Principal admin = principal(Principal.Kind.PERSON, "ada", Set.of(Scope.ADMIN), Set.of());
    assertThat(EVERYBODY.may(admin, List.of(NO_ADA)).allowed()).isTrue();
  }

  private static Principal approver(String id, String... roles) {
    return principal(Principal.Kind.PERSON, id, Set.of(Scope.APPROVER), Set.of(roles));
  }

  private static Principal auditor(String id) {
    return principal(Principal.Kind.PERSON, id, Set.of(Scope.AUDITOR), Set.of());
  }

  private static Principal principal(
      Principal.Kind kind, String id, Set<Scope> scopes, Set<String> roles) {
    return new Principal(
        kind, id, new Workspace("acme", "prod"), scopes, roles, "api_key:ak_1", Optional.empty());
  }
}
