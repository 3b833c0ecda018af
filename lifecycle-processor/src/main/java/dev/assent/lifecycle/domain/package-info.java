/// Every rule of an intent's life, as pure functions: `decide`, `evolve` and what follows from a
/// state ([Timers], [Deliveries], [Audit]). Knows java.*, the contract and nothing else: no Kafka,
/// no clock, no chance.
///
/// Start with docs/lifecycle.md, then [Decider], then [Intent].
@NullMarked
package dev.assent.lifecycle.domain;

import org.jspecify.annotations.NullMarked;
