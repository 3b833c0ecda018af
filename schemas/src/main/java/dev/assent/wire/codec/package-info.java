/// The contract's types as generated records, exhaustively, and records as bytes.
@NullMarked
package dev.assent.wire.codec;

import org.jspecify.annotations.NullMarked;
