package dev.assent.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.platform.keys.NewKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A person's bearer, a service's key, or both (contract section 0.7).
class CredentialsTest {
  private static final Workspace HERE = new Workspace("local", "default");

  private final MemoryDirectory directory = new MemoryDirectory();
  private final NewKey machine = key(HERE, Principal.Kind.SERVICE, "deployer", Scope.INITIATOR);
  private final NewKey ann = key(HERE, Principal.Kind.PERSON, "ann", Scope.APPROVER);
  private final NewKey elsewhere =
      key(new Workspace("other", "place"), Principal.Kind.PERSON, "ann", Scope.APPROVER);

  private static NewKey key(Workspace workspace, Principal.Kind kind, String owner, Scope scope) {
    return NewKey.create(
        "assent_test", workspace, kind, owner, Set.of(scope), Set.of(), Instant.EPOCH);
  }

  @BeforeEach
  void keys() {
    directory.put(machine.entry()).join();
    directory.put(ann.entry()).join();
    directory.put(elsewhere.entry()).join();
  }

  private Principal who(@Nullable String apiKey, @Nullable String authorization) {
    return Credentials.authenticate(directory, apiKey, authorization, Optional.of("10.0.0.1"));
  }

  private void refused(String code, @Nullable String apiKey, @Nullable String authorization) {
    assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> who(apiKey, authorization))
        .satisfies(
            refusal -> {
              assertThat(refusal.problem().status()).isEqualTo(401);
              assertThat(refusal.problem().code()).isEqualTo(code);
            });
  }

  @Test
  void aKeyIsFoundWhereverARealClientPutsIt() {
    for (Principal found :
        new Principal[] {
          who(ann.secret(), null),
          who(null, "Bearer " + ann.secret()),
          who(" ", "bearer  " + ann.secret() + " "),
          who(ann.secret(), "Bearer " + ann.secret()),
          who(ann.secret(), "Basic abc"),
          who(ann.secret(), "Bearer ")
        }) {
      assertThat(found.id()).isEqualTo("ann");
      assertThat(found.authenticated()).isEqualTo("api_key:" + ann.entry().keyId());
      assertThat(found.address()).hasValue("10.0.0.1");
    }
    refused("missing_api_key", null, null);
    refused("missing_api_key", "", "Basic abc");
    refused("missing_api_key", null, "Bearer ");
  }

  @Test
  void ofTwoTheBearerActsAndTheKeyIsOnRecord() {
    Principal found = who(machine.secret(), "Bearer " + ann.secret());

    assertThat(found.kind()).isEqualTo(Principal.Kind.PERSON);
    assertThat(found.id()).isEqualTo("ann");
    assertThat(found.scopes()).containsExactly(Scope.APPROVER);
    assertThat(found.authenticated())
        .isEqualTo("api_key:" + ann.entry().keyId() + " beside api_key:" + machine.entry().keyId());
    assertThat(Credentials.keyId(found)).hasValue(ann.entry().keyId());
  }

  @Test
  void ofTwoBothMustBeGood() {
    refused("unauthorized", "unknown", "Bearer " + ann.secret());
    refused("invalid_actor_token", machine.secret(), "Bearer unknown");
    refused("invalid_actor_scope", machine.secret(), "Bearer " + elsewhere.secret());
    refused("unauthorized", "unknown", null);
    refused("unauthorized", null, "Bearer unknown");

    directory.put(machine.entry().revoked(Instant.EPOCH)).join();
    refused("unauthorized", machine.secret(), "Bearer " + ann.secret());
    directory.put(machine.entry()).join();
    directory.put(ann.entry().revoked(Instant.EPOCH)).join();
    refused("invalid_actor_token", machine.secret(), "Bearer " + ann.secret());
  }
}
