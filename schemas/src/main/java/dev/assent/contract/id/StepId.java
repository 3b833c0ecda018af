package dev.assent.contract.id;

import dev.assent.contract.value.Limits;

/// The name of a step within its plan, as the scenario's author wrote it.
public record StepId(String value) {
  public StepId {
    if (value.isBlank() || value.length() > Limits.NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "expected a step id of 1 to "
              + Limits.NAME_LENGTH_MAX
              + " characters, but got '"
              + value
              + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
