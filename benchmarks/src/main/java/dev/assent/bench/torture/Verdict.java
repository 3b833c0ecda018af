package dev.assent.bench.torture;

import dev.assent.bench.http.Answer;
import dev.assent.contract.Result;
import java.util.Locale;
import java.util.Optional;

/// What either kind of door answered, in the same words.
///
/// @param refusal its code as HTTP writes it; empty when the request was accepted
record Verdict(Optional<String> refusal) {
  static final Verdict ACCEPTED = new Verdict(Optional.empty());

  static Verdict refused(String code) {
    return new Verdict(Optional.of(code));
  }

  static Verdict of(Answer answer) {
    return answer.good()
        ? ACCEPTED
        : refused(answer.json().path("error").path("code").asText("status " + answer.status()));
  }

  static Verdict of(Result result) {
    return switch (result) {
      case Result.Accepted _ -> ACCEPTED;
      case Result.Rejected rejected ->
          refused(rejected.rejection().code().name().toLowerCase(Locale.ROOT));
    };
  }

  boolean accepted() {
    return refusal.isEmpty();
  }
}
