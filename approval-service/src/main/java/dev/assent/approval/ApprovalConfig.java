package dev.assent.approval;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// The approval-service's own settings; those of the broker and the registry are in
/// [dev.assent.wire.Connection].
///
/// @param viewId names the view's state folder: instances that share `assent.state-dir` need a name
///   each
@ConfigurationProperties("assent.approvals")
public record ApprovalConfig(@Bindable(defaultValue = "assent-approvals") String viewId) {}
