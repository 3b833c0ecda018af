package dev.assent.gateway.scenario;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// Who may give an intent type its first policy, where a workspace has not set it for itself.
///
/// @param open whether an initiator may; otherwise it takes the scope POLICY or ADMIN
@ConfigurationProperties("assent.gateway.policies")
public record PolicySettings(@Bindable(defaultValue = "false") boolean open) {}
