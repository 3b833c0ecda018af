package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A scenario's file, and how it is to be applied. Immutable: each method makes a changed copy.
///
/// The idempotency key is made here, once: applying the same `Scenario` again begins its intent at
/// most once.
public final class Scenario {
  private final Request apply;
  private final ObjectNode bundle;
  private final boolean strict;

  private Scenario(Request apply, ObjectNode bundle, boolean strict) {
    this.apply = apply;
    this.bundle = bundle;
    this.strict = strict;
  }

  /// A scenario.
  ///
  /// @param bundle a map, or any object that Jackson writes as the scenario's JSON
  /// @return a scenario to [Scenarios#apply] or to [Scenarios#validate]
  /// @throws IllegalArgumentException when it is no JSON object
  public static Scenario of(Object bundle) {
    ObjectNode json = Json.objectOf("the scenario", bundle);
    return new Scenario(Request.post("/v1/scenarios/apply", json), json, false);
  }

  /// With a key of your own: the same key applies it once.
  ///
  /// @param key at most 255 characters
  /// @return a copy
  public Scenario withIdempotencyKey(String key) {
    return new Scenario(apply.withIdempotencyKey(key), bundle, strict);
  }

  /// With the reason why the policy of its intent type is changed, for the audit trail. A change
  /// takes an admin's key, or that of the policy's owner.
  ///
  /// @param reason for people
  /// @return a copy
  public Scenario withReason(String reason) {
    return new Scenario(apply.with("reason", reason), bundle, strict);
  }

  /// With the owner of the policy, who may change it from now on besides admins.
  ///
  /// @param owner a person's id, an agent's address or a service's name
  /// @return a copy
  public Scenario withOwner(String owner) {
    return new Scenario(apply.with("owner", owner), bundle, strict);
  }

  /// To be applied without beginning its intent.
  ///
  /// @return a copy
  public Scenario withoutRun() {
    return new Scenario(apply.with("run", false), bundle, strict);
  }

  /// To be refused when there is anything to warn of.
  ///
  /// @return a copy
  public Scenario strict() {
    return new Scenario(apply.with("strict", true), bundle, true);
  }

  Request application() {
    return apply;
  }

  Request validation() {
    return Request.post("/v1/scenarios/validate", bundle).with("strict", strict);
  }

  /// Without what is in it, which may be secret.
  @Override
  public String toString() {
    return "Scenario[" + bundle.path("scenario_id").asText() + "]";
  }
}
