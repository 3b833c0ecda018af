package dev.assent.contract.id;

import java.util.UUID;

/// The id of one command, chosen by its door. The answer to it carries the same id.
public record CommandId(UUID value) {
  public static CommandId parse(String text) {
    return new CommandId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
