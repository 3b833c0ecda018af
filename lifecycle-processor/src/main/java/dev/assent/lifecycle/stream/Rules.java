package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;

/// The rules that this shell makes durable: [dev.assent.lifecycle.domain.Decider#decide].
@FunctionalInterface
public interface Rules {
  Decision decide(Intent intent, Asked asked);
}
