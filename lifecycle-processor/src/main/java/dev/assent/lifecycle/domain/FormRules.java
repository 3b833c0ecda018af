package dev.assent.lifecycle.domain;

import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;

/// Whether an answer's data satisfies a form. A pure function, given to the decider because it
/// needs a JSON Schema library. It never throws: a schema it cannot read makes every answer
/// invalid.
@FunctionalInterface
public interface FormRules {
  /// What is wrong with a form, as a sentence's end; empty when it can be filled in. Rules that do
  /// not read forms find nothing wrong with them.
  ///
  /// @param schema a JSON Schema (2020-12)
  default Optional<String> problem(Json schema) {
    return Optional.empty();
  }

  /// @param schema a JSON Schema (2020-12)
  /// @param data the answer's fields as the client sent them; text where the schema wants a number
  ///   or a boolean is read as one (contract section 5.1: the CLI sends text only)
  /// @param positive whether the outcome is positive: the value of a required boolean `approved` or
  ///   `acknowledged` that the client left out
  Checked check(Json schema, Json data, boolean positive);

  /// What the data itself says of the answer, in a boolean `approved` or `acknowledged` (contract
  /// section 5.1); empty when it says nothing.
  default Optional<Boolean> said(Json data) {
    return Optional.empty();
  }

  /// What came of it.
  sealed interface Checked {}

  /// @param data with text read as the schema wants it
  record Valid(Json data) implements Checked {}

  /// @param errors one line for each fault, *expected X, but Y*
  record Invalid(List<String> errors) implements Checked {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
