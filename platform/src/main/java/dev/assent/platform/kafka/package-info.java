/// Kafka clients as every shell uses them, and whether partitions move.
@NullMarked
package dev.assent.platform.kafka;

import org.jspecify.annotations.NullMarked;
