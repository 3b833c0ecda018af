package dev.assent.approval;

import dev.assent.contract.value.Limits;
import dev.assent.platform.http.HttpGuard;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The approval-service's own settings; those of the broker and the registry are in
/// [dev.assent.wire.connection.Connection].
///
/// @param viewId names the view's state folder: instances that share `assent.state-dir` need a name
///   each
/// @param requestWithin absent: [Limits#REQUEST_WITHIN]
/// @param connectionsMax absent: [Limits#CONNECTIONS_MAX], or an eighth of the files that the
///   process may open if that is less
@ConfigurationProperties("assent.approvals")
public record ApprovalConfig(
    @Bindable(defaultValue = "assent-approvals") String viewId,
    @Nullable Duration requestWithin,
    @Nullable Integer connectionsMax) {

  HttpGuard guard() {
    return new HttpGuard(
        Optional.ofNullable(requestWithin).orElse(Limits.REQUEST_WITHIN),
        Optional.ofNullable(connectionsMax)
            .orElseGet(() -> HttpGuard.partOfFiles(1, Limits.CONNECTIONS_MAX)));
  }
}
