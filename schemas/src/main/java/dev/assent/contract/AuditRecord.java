package dev.assent.contract;

import java.time.Instant;
import java.util.Optional;

/// One decision, or one refused decision: who, how authenticated, through which door, when, what
/// they were shown, what they answered. Written in the same transaction as the fact (DESIGN section
/// 12).
///
/// @param seq of the decision's fact in the intent's history; absent for a refusal
/// @param shown the hash the person's client sent; for a decision without one, the task's own
/// @param refused why; absent for a decision
public record AuditRecord(
    CommandId commandId,
    Instant at,
    IntentId intent,
    Workspace workspace,
    Optional<StepId> step,
    Optional<Integer> seq,
    Principal who,
    Door door,
    Optional<Integer> taskVersion,
    Optional<Hash> shown,
    String outcome,
    String comment,
    Optional<String> onBehalfOf,
    Optional<Plan.PolicyRef> policy,
    Optional<Rejection> refused) {}
