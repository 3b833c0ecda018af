package dev.assent.platform.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.Eligibility;
import dev.assent.contract.value.Hash;
import dev.assent.platform.Samples;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  @Test
  void whoComesWithAKeyIsItsOwnerWithWhatTheyHold() {
    DirectoryEntry.Key key = key(Principal.Kind.PERSON, "ada", Scope.APPROVER, "oncall");

    Principal who = Identities.of(key, "api_key:ak_1", Optional.of("127.0.0.1"));

    assertThat(who)
        .isEqualTo(
            new Principal(
                Principal.Kind.PERSON,
                "ada",
                Samples.WORKSPACE,
                Set.of(Scope.APPROVER),
                Set.of("oncall"),
                "api_key:ak_1",
                Optional.of("127.0.0.1")));
  }

  /// Who is looked for when a question is written is who may answer it when it is open.
  @Test
  void aKeyDecidesExactlyIfItsOwnerMayAnswerSomething() {
    for (Principal.Kind kind : Principal.Kind.values()) {
      for (Scope scope : Scope.values()) {
        DirectoryEntry.Key key = key(kind, "ada", scope);
        Principal who = Identities.of(key, "api_key:ak_1", Optional.empty());
        assertThat(Identities.decides(key))
            .as(who.described())
            .isEqualTo(Eligibility.mayAnswer(who, List.of()).allowed());
      }
    }
    assertThat(
            Identities.decides(
                key(Principal.Kind.PERSON, "ada", Scope.APPROVER).revoked(Samples.NOON)))
        .isFalse();
  }

  @Test
  void aKeyIsAskedAsItsOwnerIsSaveForEveryRole() {
    List<Assignee> assignees =
        List.of(
            new Assignee.Person("ada"), new Assignee.Person("bob"), new Assignee.Role("oncall"));
    List<DirectoryEntry.Key> keys =
        List.of(
            key(Principal.Kind.PERSON, "ada", Scope.APPROVER),
            key(Principal.Kind.PERSON, "bob", Scope.APPROVER, "oncall"),
            key(Principal.Kind.PERSON, "eve", Scope.APPROVER, Principal.EVERY_ROLE));

    for (DirectoryEntry.Key key : keys) {
      Principal who = Identities.of(key, "api_key:ak_1", Optional.empty());
      for (Assignee assignee : assignees) {
        boolean byEveryRole = assignee instanceof Assignee.Role && Identities.holdsEveryRole(key);
        assertThat(Identities.isAsked(key, assignee) || byEveryRole)
            .as(who.described() + " for " + assignee)
            .isEqualTo(assignee.covers(who));
      }
    }
  }

  private static DirectoryEntry.Key key(
      Principal.Kind kind, String owner, Scope scope, String... roles) {
    return new DirectoryEntry.Key(
        "ak_1",
        Hash.of("secret"),
        Samples.WORKSPACE,
        kind,
        owner,
        Set.of(scope),
        Set.of(roles),
        "cret",
        Samples.NOON,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty());
  }
}
