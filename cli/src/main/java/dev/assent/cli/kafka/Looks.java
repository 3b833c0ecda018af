package dev.assent.cli.kafka;

import dev.assent.cli.base.Text;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/// Waiting for what brokers are asked, with words for people.
public final class Looks {
  private static final long ANSWER_SECONDS = 10;

  private Looks() {}

  /// The brokers did not answer, or refused.
  public static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FailedException(String message) {
      super(message);
    }

    public FailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// @throws FailedException saying what came instead of an answer
  public static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new FailedException("refused: " + Text.line(reason(e)), e);
    } catch (TimeoutException e) {
      throw new FailedException("did not answer within " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("was not waited for", e);
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return String.valueOf((cause == null ? e : cause).getMessage());
  }
}
