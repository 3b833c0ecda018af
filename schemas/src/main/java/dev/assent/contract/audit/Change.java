package dev.assent.contract.audit;

import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.util.Optional;

/// A change of what a workspace asks for, as the audit trail keeps it (ADR 0032).
///
/// @param subject what was changed: the intent type whose policy it is, or a setting's name
/// @param before absent when there was none
/// @param after absent when there is none any more
public record Change(
    Kind kind, String subject, Optional<State> before, Optional<State> after, String reason) {

  /// What was changed.
  public enum Kind {
    /// The policy of an intent type.
    POLICY,
    /// A setting of the workspace.
    SETTING
  }

  /// What it was, or is now.
  ///
  /// @param name for people, for example `change-approval.v1@3` or `on`
  /// @param hash of the content's text, so that anybody can check it
  /// @param content absent where it is too large for an audit record
  public record State(String name, Hash hash, Optional<Json> content) {
    public static State of(String name, Json content) {
      return new State(
          name,
          Hash.of(content),
          Optional.of(content).filter(json -> json.bytes() <= Limits.CHANGE_BYTES_MAX));
    }
  }

  /// How the audit trail calls what was done.
  public String outcome() {
    String what = kind == Kind.POLICY ? "policy" : "setting";
    return what + (before.isEmpty() ? "_set" : "_changed");
  }
}
