/// Clients that a door has to bear, and what every door is held to.
@NullMarked
package dev.assent.testing.http;

import org.jspecify.annotations.NullMarked;
