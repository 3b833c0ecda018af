package dev.assent.lifecycle.domain;

import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Known;

/// What an intent's grants add to, or take from, what a key may do anyway. An admin's key is never
/// denied anything, so that nobody can lock an intent up; no grant lets anybody decide a task.
final class Authority {
  private Authority() {}

  static boolean granted(Known known, Principal actor, Right right) {
    return known instanceof Active active
        && active.controls().grants().stream()
            .anyMatch(grant -> grant.allow().contains(right) && grant.covers(actor));
  }

  static boolean denied(Known known, Principal actor, Right right) {
    return known instanceof Active active
        && !actor.has(Scope.ADMIN)
        && active.controls().grants().stream().anyMatch(grant -> denies(grant, actor, right));
  }

  private static boolean denies(Grant grant, Principal actor, Right right) {
    return grant.deny().contains(right) && grant.covers(actor);
  }
}
