/// Folds of all events into local stores, which read everybody's committed writes.
@NullMarked
package dev.assent.platform.views;

import org.jspecify.annotations.NullMarked;
