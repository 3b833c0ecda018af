/// The Kafka doors as a program with nothing but a Kafka client uses them.
@NullMarked
package dev.assent.bench.kafka;

import org.jspecify.annotations.NullMarked;
