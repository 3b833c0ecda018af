/// The approval round: submit, agent, decision, end.
@NullMarked
package dev.assent.bench.rounds;

import org.jspecify.annotations.NullMarked;
