/// The shells that every door shares: sending a command and awaiting its committed result, the
/// directory with its API keys, and views that read their own and everybody else's writes.
@NullMarked
package dev.assent.door;

import org.jspecify.annotations.NullMarked;
