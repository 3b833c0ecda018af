package dev.assent.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// The gateway's own settings.
///
/// @param viewId names the view's state folder: gateways that share `assent.state-dir` need a name
///   each
@ConfigurationProperties("assent.gateway")
record GatewayConfig(@Bindable(defaultValue = "gateway") String viewId) {}
