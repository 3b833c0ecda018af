package dev.assent.contract.people;

import dev.assent.contract.value.Hash;

/// Which person it is, whatever key or session they come with. It is never an e-mail address: those
/// change hands, and an id is for ever.
///
/// An owner of keys that is a plain name (*alice*) is that person's id. One that is an address
/// (*alice@acme.com*, whoever signed in by mail) has an id that is made of it, always the same one.
/// Clients and people go on seeing the owner as it is written in the key ([Principal#id]).
public record PersonId(String value) {
  private static final String OF_ADDRESS = "person-";
  private static final int DIGITS = 32;

  /// @throws IllegalArgumentException when it is empty or an e-mail address
  public PersonId {
    if (value.isEmpty() || value.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "expected a person's id that is no e-mail address, but got '" + value + "'");
    }
  }

  /// The person who owns such keys.
  public static PersonId ofOwner(String owner) {
    boolean plain = !owner.isEmpty() && owner.indexOf('@') < 0;
    return new PersonId(plain ? owner : OF_ADDRESS + Hash.of(owner).hex().substring(0, DIGITS));
  }

  @Override
  public String toString() {
    return value;
  }
}
