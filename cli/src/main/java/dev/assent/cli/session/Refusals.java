package dev.assent.cli.session;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Text;
import dev.assent.client.AssentException;
import java.util.Set;

/// What a client's exceptions are to the person at the terminal.
public final class Refusals {
  private static final String IS_IT_UP =
      " Is the node up? 'assent up' starts it, 'assent doctor' looks what is wrong.";

  /// What passes by itself.
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  private Refusals() {}

  public static Failure failure(AssentException e) {
    String message = Text.line(String.valueOf(e.getMessage())).replaceAll("\\.$", "") + ".";
    return switch (e) {
      case AssentException.Authentication _ ->
          answered(
              ExitCode.REFUSED,
              message + " The key was not accepted: see 'assent env', or pass ASSENT_API_KEY.",
              e);
      case AssentException.NotFound _ -> answered(ExitCode.NOT_FOUND, message, e);
      case AssentException.NotAllowed _, AssentException.Validation _, AssentException.Conflict _ ->
          answered(ExitCode.REFUSED, message, e);
      case AssentException.RateLimited _ -> passing(message, e);
      case AssentException.Unavailable away -> unavailable(away, message);
      case AssentException.StillRunning _, AssentException.Stopped _ ->
          new Failure(ExitCode.FAILED, "Interrupted: " + message, e);
    };
  }

  private static Failure unavailable(AssentException.Unavailable away, String message) {
    if (away.status() == 0) {
      String said = Character.toUpperCase(message.charAt(0)) + message.substring(1);
      return new Failure(ExitCode.UNREACHABLE, away.mayBeDone() ? said : said + IS_IT_UP, away);
    }
    return PASSING.contains(away.status())
        ? passing(message, away)
        : answered(
            ExitCode.FAILED, away.address() + " answered " + away.status() + ": " + message, away);
  }

  private static Failure passing(String message, AssentException e) {
    return answered(ExitCode.UNREACHABLE, message + " Try again; 'assent doctor' looks why.", e);
  }

  private static Failure answered(ExitCode exit, String message, AssentException e) {
    return e.json()
        .map(body -> Failure.answered(exit, message, body))
        .orElseGet(() -> new Failure(exit, message, e));
  }
}
