/// Kafka Streams as every application of ours uses it: stores whose reads are checked, one bound on
/// memory, time that never goes back.
@NullMarked
package dev.assent.platform.streams;

import org.jspecify.annotations.NullMarked;
