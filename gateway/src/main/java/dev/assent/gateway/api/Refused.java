package dev.assent.gateway.api;

import dev.assent.contract.Rejection;
import dev.assent.platform.http.Problem;
import java.util.Optional;

/// A request that is answered with a [Problem]. Its message is for the caller: *expected X, but Y*.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Optional<Rejection> rejection;

  Refused(Problem problem) {
    this(problem, Optional.empty());
  }

  /// The processor refused it.
  Refused(Rejection rejection) {
    this(Problem.of(rejection), Optional.of(rejection));
  }

  private Refused(Problem problem, Optional<Rejection> rejection) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.rejection = rejection;
  }

  /// The request's content is not what it should be.
  static Refused invalid(String expected, String found) {
    return new Refused(Problem.unprocessable("expected " + expected + ", but " + found));
  }

  static Refused badRequest(String expected, String found) {
    return new Refused(Problem.badRequest("expected " + expected + ", but " + found));
  }

  static Refused notFound(String expected, String found) {
    return new Refused(Problem.notFound("not_found", "expected " + expected + ", but " + found));
  }

  static Refused forbidden(String expected, String found) {
    return new Refused(Problem.forbidden("expected " + expected + ", but " + found));
  }

  static Refused tooLarge(String expected, String found) {
    return new Refused(Problem.tooLarge("expected " + expected + ", but " + found));
  }

  Optional<Rejection> rejection() {
    return rejection;
  }

  Problem problem() {
    return problem;
  }
}
