package dev.assent.contract.content;

import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;

/// What the last finished run of a step came to ([Results]).
public record StepResult(StepId step, Json result) {}
