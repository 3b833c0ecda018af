/// Agents in the mode `http`: the notifier is an agent on Kafka for them (ADR 0017).
@NullMarked
package dev.assent.notifier.stream.agent;

import org.jspecify.annotations.NullMarked;
