/// What the two streams of AXP send, and for how long.
@NullMarked
package dev.assent.gateway.stream;

import org.jspecify.annotations.NullMarked;
