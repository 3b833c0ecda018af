/// The shell that makes decisions durable: Kafka Streams, exactly once. It knows mechanism only;
/// what an intent is and may do is decided in [dev.assent.lifecycle.domain].
@NullMarked
package dev.assent.lifecycle.stream;

import org.jspecify.annotations.NullMarked;
