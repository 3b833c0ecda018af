package dev.assent.platform.form;

/// A schema is no form that can be filled in.
final class UnfitFormException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FormSchema.Problem problem;

  UnfitFormException(FormSchema.Problem problem) {
    super(problem.toString(), null, false, false);
    this.problem = problem;
  }

  FormSchema.Problem problem() {
    return problem;
  }
}
