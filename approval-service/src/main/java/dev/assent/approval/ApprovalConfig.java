package dev.assent.approval;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// The approval-service's own settings; those of the broker and the registry are in
/// [dev.assent.wire.Connection].
///
/// @param viewId names the view's consumer group, changelogs and state folder. Each instance
///   answers for all tasks, so each needs a name of its own
@ConfigurationProperties("assent.approvals")
public record ApprovalConfig(@Bindable(defaultValue = "assent-approvals") String viewId) {}
