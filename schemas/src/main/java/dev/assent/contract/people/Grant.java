package dev.assent.contract.people;

import dev.assent.contract.id.AgentAddress;
import java.util.List;

/// What an intent's policy says of one principal (contract section 3.1, `grants_patch`).
///
/// @param to an agent's address, `agent://org/workspace` or a longer or shorter beginning of one
///   for all agents under it, or the id of a person or a service
/// @param allow what it may do although its key alone would not let it
/// @param deny what it may not do although its key would let it; counts more than `allow`
public record Grant(String to, List<Right> allow, List<Right> deny) {

  /// What can be granted.
  public enum Right {
    /// Report on an agent's step and hand it over, as its agent may. A task is never decided by it.
    RESUME,
    UPDATE_CONTROLS,
    UPDATE_POLICY
  }

  public Grant {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /// Says nothing: it takes an earlier grant away.
  public boolean isEmpty() {
    return allow.isEmpty() && deny.isEmpty();
  }

  /// Whether one of them lets this principal do something that its key alone would not.
  public static boolean allows(List<Grant> grants, Principal who, Right right) {
    for (Grant grant : grants) {
      if (grant.allow.contains(right) && grant.covers(who)) {
        return true;
      }
    }
    return false;
  }

  /// Whether one of them forbids this principal something that its key would let it do. An admin's
  /// key is never denied anything, so that nobody can lock an intent up.
  public static boolean denies(List<Grant> grants, Principal who, Right right) {
    for (Grant grant : grants) {
      if (grant.deny.contains(right) && grant.covers(who)) {
        return !who.has(Scope.ADMIN);
      }
    }
    return false;
  }

  public boolean covers(Principal principal) {
    String beginning = to.endsWith("/*") ? to.substring(0, to.length() - 1) : to + "/";
    return principal.id().equals(to)
        || (to.startsWith(AgentAddress.SCHEME) && principal.id().startsWith(beginning));
  }
}
