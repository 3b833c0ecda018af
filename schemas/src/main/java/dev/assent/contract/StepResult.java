package dev.assent.contract;

/// What the last finished run of a step came to ([Results]).
public record StepResult(StepId step, Json result) {}
