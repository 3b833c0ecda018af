/// The wire form of the contract: topics, Avro codecs, the schema registry. The only place that
/// knows Avro.
@NullMarked
package dev.assent.wire;

import org.jspecify.annotations.NullMarked;
