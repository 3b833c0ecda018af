package dev.assent.approval.api;

import dev.assent.contract.Rejection;
import dev.assent.platform.http.Problem;

/// A request that is refused, with what its caller is told.
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ApiException(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  static ApiException of(Rejection rejection) {
    return new ApiException(Problem.of(rejection));
  }

  static ApiException badRequest(String message) {
    return new ApiException(Problem.badRequest(message));
  }

  static ApiException forbidden(String expected, String found) {
    return new ApiException(Problem.forbidden("expected " + expected + ", but " + found));
  }

  static ApiException invalid(String expected, String found) {
    return new ApiException(Problem.unprocessable("expected " + expected + ", but " + found));
  }

  static ApiException invalid(String code, String expected, String found) {
    return new ApiException(Problem.of(422, code, "expected " + expected + ", but " + found));
  }

  Problem problem() {
    return problem;
  }
}
