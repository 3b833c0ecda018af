package dev.assent.cli.http;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The lines of an event stream.
public final class SseLines {
  /// How long one connection is held open by the gateway (contract section 2.2).
  public static final Duration WAIT = Duration.ofSeconds(30);

  /// The gateway is never silent for longer than `WAIT` and some 10 s (contract section 2.2): after
  /// this the connection is taken for dead.
  private static final Duration SILENCE_MAX = WAIT.plusSeconds(15);

  private SseLines() {}

  /// A read with a deadline: a connection whose other end vanished without a word never ends by
  /// itself.
  public static @Nullable String next(BufferedReader lines) throws IOException {
    CompletableFuture<Optional<String>> line = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            line.complete(Optional.ofNullable(lines.readLine()));
          } catch (IOException e) {
            line.completeExceptionally(e);
          }
        });
    try {
      return line.get(SILENCE_MAX.toSeconds(), TimeUnit.SECONDS).orElse(null);
    } catch (TimeoutException e) {
      throw new IOException("expected a line within " + SILENCE_MAX, e);
    } catch (ExecutionException e) {
      throw new IOException("the connection broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "Interrupted.", e);
    }
  }
}
