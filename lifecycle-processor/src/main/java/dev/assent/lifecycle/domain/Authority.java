package dev.assent.lifecycle.domain;

import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Known;
import java.util.List;

/// What an intent's grants add to, or take from, what a key may do anyway. No grant lets anybody
/// decide a task.
final class Authority {
  private Authority() {}

  static boolean granted(Known known, Principal actor, Right right) {
    return Grant.allows(grants(known), actor, right);
  }

  static boolean denied(Known known, Principal actor, Right right) {
    return Grant.denies(grants(known), actor, right);
  }

  /// What the policy of an intent says of single principals; nothing any more once it is over.
  static List<Grant> grants(Known known) {
    return known instanceof Active active ? active.controls().grants() : List.of();
  }
}
