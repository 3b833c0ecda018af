/// Avro in the Confluent wire format, without a registry: bytes to records and back within bounds,
/// our schemas, and how they may grow.
@NullMarked
package dev.assent.wire.format;

import org.jspecify.annotations.NullMarked;
