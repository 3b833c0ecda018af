package dev.assent.notifier;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The notifier's own settings; those of the broker and the registry are in
/// [dev.assent.wire.connection.Connection].
///
/// @param horizon a channel that runs for the first time tells of what happened within this time
///   before, and of nothing older
/// @param attempts how often a message is tried before it is given up and becomes a dead letter
/// @param backoff the pause before the second attempt; doubled for each one after
/// @param backoffMax the longest pause between two attempts
/// @param timeout of one attempt
/// @param zone in which messages give times, for example `Europe/Berlin`; the system's when absent
@ConfigurationProperties("assent.notifier")
public record NotifierConfig(
    @Bindable(defaultValue = "1h") Duration horizon,
    @Bindable(defaultValue = "30") int attempts,
    @Bindable(defaultValue = "500ms") Duration backoff,
    @Bindable(defaultValue = "10m") Duration backoffMax,
    @Bindable(defaultValue = "30s") Duration timeout,
    @Nullable String zone) {

  ZoneId zoneId() {
    return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
  }
}
