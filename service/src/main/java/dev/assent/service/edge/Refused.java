package dev.assent.service.edge;

import dev.assent.contract.Rejection;
import dev.assent.platform.http.Problem;
import java.util.Optional;

/// A request that is answered with a [Problem]. Its message is for the caller: *expected X, but Y*.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Optional<Rejection> rejection;

  public Refused(Problem problem) {
    this(problem, Optional.empty());
  }

  private Refused(Problem problem, Optional<Rejection> rejection) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.rejection = rejection;
  }

  /// The processor refused it.
  public static Refused by(Rejection rejection) {
    return new Refused(Problem.of(rejection), Optional.of(rejection));
  }

  /// The request's content is not what it should be.
  public static Refused invalid(String expected, String found) {
    return new Refused(Problem.unprocessable("expected " + expected + ", but " + found));
  }

  /// @param code a stable word for programs
  public static Refused invalid(String code, String expected, String found) {
    return new Refused(Problem.of(422, code, "expected " + expected + ", but " + found));
  }

  public static Refused badRequest(String expected, String found) {
    return new Refused(Problem.badRequest("expected " + expected + ", but " + found));
  }

  public static Refused notFound(String expected, String found) {
    return new Refused(Problem.notFound("not_found", "expected " + expected + ", but " + found));
  }

  public static Refused forbidden(String expected, String found) {
    return new Refused(Problem.forbidden("expected " + expected + ", but " + found));
  }

  public static Refused tooLarge(String expected, String found) {
    return new Refused(Problem.tooLarge("expected " + expected + ", but " + found));
  }

  public Optional<Rejection> rejection() {
    return rejection;
  }

  public Problem problem() {
    return problem;
  }
}
