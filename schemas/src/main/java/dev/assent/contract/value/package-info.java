/// Values without a subject of their own: JSON as canonical text, hashes of it, text that may be
/// shown, and every bound there is.
@NullMarked
package dev.assent.contract.value;

import org.jspecify.annotations.NullMarked;
