/// Commands that measure a running node from outside, and that try to break one.
@NullMarked
package dev.assent.bench;

import org.jspecify.annotations.NullMarked;
