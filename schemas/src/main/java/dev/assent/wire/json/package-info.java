/// JSON in its canonical form (RFC 8785): equal content has equal text and an equal hash.
@NullMarked
package dev.assent.wire.json;

import org.jspecify.annotations.NullMarked;
