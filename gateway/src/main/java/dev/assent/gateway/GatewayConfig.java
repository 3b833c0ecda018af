package dev.assent.gateway;

import dev.assent.contract.value.Limits;
import dev.assent.platform.http.HttpGuard;
import dev.assent.service.sse.Streams;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gateway's own settings.
///
/// @param viewId names the view's state folder: gateways that share `assent.state-dir` need a name
///   each
/// @param requestWithin absent: [Limits#REQUEST_WITHIN]
/// @param connectionsMax absent: [Limits#CONNECTIONS_MAX], or five eighths of the files that the
///   process may open if that is less
/// @param streamsMax absent: [Limits#STREAMS_MAX], or four fifths of the connections if that is
///   less
@ConfigurationProperties("assent.gateway")
record GatewayConfig(
    @Bindable(defaultValue = "gateway") String viewId,
    @Nullable Duration requestWithin,
    @Nullable Integer connectionsMax,
    @Nullable Integer streamsMax) {
  private static final int FILES_EIGHTHS = 5;

  HttpGuard guard() {
    return new HttpGuard(
        Optional.ofNullable(requestWithin).orElse(Limits.REQUEST_WITHIN), connections());
  }

  Streams.Bounds streams() {
    int all =
        Optional.ofNullable(streamsMax)
            .orElseGet(() -> Math.clamp(connections() * 4L / 5, 2, Limits.STREAMS_MAX));
    return new Streams.Bounds(all, Math.ceilDiv(all, 2));
  }

  private int connections() {
    return Optional.ofNullable(connectionsMax)
        .orElseGet(() -> HttpGuard.partOfFiles(FILES_EIGHTHS, Limits.CONNECTIONS_MAX));
  }
}
