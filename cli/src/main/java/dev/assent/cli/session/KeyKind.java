package dev.assent.cli.session;

import java.util.Locale;

/// Which of the node's own keys a command speaks with when none is given.
public enum KeyKind {
  INITIATOR,
  AGENT,
  APPROVER,
  ADMIN;

  String of(NodeFiles.Keys keys) {
    return switch (this) {
      case INITIATOR -> keys.initiatorKey();
      case AGENT -> keys.agentKey();
      case APPROVER -> keys.approverKey();
      case ADMIN -> keys.adminKey();
    };
  }

  String variable() {
    return "ASSENT_" + name() + "_KEY";
  }

  String words() {
    return name().toLowerCase(Locale.ROOT);
  }
}
