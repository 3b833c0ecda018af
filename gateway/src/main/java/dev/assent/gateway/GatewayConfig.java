package dev.assent.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// The gateway's own settings.
///
/// @param viewId names the view's consumer group, changelog and state folder. Each gateway of a
///   cluster answers for all intents, so each needs a name of its own
@ConfigurationProperties("assent.gateway")
record GatewayConfig(@Bindable(defaultValue = "gateway") String viewId) {}
