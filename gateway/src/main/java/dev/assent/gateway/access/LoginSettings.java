package dev.assent.gateway.access;

import dev.assent.contract.id.Workspace;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may sign in without a key, and as what.
///
/// @param emails the addresses that may; none means nobody
/// @param roles what all of them hold; `*` is every role
/// @param workspace where they come in, as `org/workspace`
/// @param answerAfter no answer comes sooner, so that its time tells nothing
@ConfigurationProperties("assent.gateway.login")
record LoginSettings(
    @Bindable(defaultValue = "") List<String> emails,
    @Bindable(defaultValue = "") List<String> roles,
    @Bindable(defaultValue = "local/default") String workspace,
    @Bindable(defaultValue = "500ms") Duration answerAfter) {

  boolean anybody() {
    return !allowed().isEmpty();
  }

  /// @param email in lower case
  boolean allows(String email) {
    return allowed().contains(email);
  }

  private Set<String> allowed() {
    return emails.stream()
        .map(email -> email.strip().toLowerCase(Locale.ROOT))
        .filter(email -> !email.isEmpty())
        .collect(Collectors.toSet());
  }

  Set<String> held() {
    return roles.stream().filter(role -> !role.isBlank()).collect(Collectors.toSet());
  }

  Workspace place() {
    String[] parts = workspace.split("/", 2);
    if (parts.length != 2) {
      throw new IllegalStateException(
          "expected assent.gateway.login.workspace as org/workspace, but it is '"
              + workspace
              + "'");
    }
    return new Workspace(parts[0], parts[1]);
  }
}
