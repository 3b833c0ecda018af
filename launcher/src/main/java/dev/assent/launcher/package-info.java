/// Stands above the node and what measures it, so that neither knows the other.
@NullMarked
package dev.assent.launcher;

import org.jspecify.annotations.NullMarked;
