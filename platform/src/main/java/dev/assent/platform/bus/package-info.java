/// Sending a command and awaiting its committed result.
@NullMarked
package dev.assent.platform.bus;

import org.jspecify.annotations.NullMarked;
