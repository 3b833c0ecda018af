package dev.assent.contract.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PersonIdTest {
  @Test
  void aPlainOwnerIsThePersonsId() {
    assertThat(PersonId.ofOwner("alice").value()).isEqualTo("alice");
  }

  @Test
  void anAddressIsNeverAnIdAndAlwaysMakesTheSameOne() {
    PersonId alice = PersonId.ofOwner("alice@acme.com");

    assertThat(alice.value()).isEqualTo("person-0a0a58273565a8f3dcf779375d9debd0");
    assertThat(PersonId.ofOwner("alice@acme.com")).isEqualTo(alice);
    assertThat(PersonId.ofOwner("bob@acme.com")).isNotEqualTo(alice);
    assertThatThrownBy(() -> new PersonId("alice@acme.com"))
        .hasMessageContaining("no e-mail address");
  }

  @Test
  void everyOwnerThereIsHasAnId() {
    assertThat(PersonId.ofOwner("").value()).startsWith("person-");
    assertThat(PersonId.ofOwner("@").value()).startsWith("person-");
  }
}
