/// Reads the public topics with bounded memory, whatever was written there and however it is
/// compressed (ADR 0031), and hands their records to Kafka Streams' consumer.
@NullMarked
package dev.assent.lifecycle.feed;

import org.jspecify.annotations.NullMarked;
