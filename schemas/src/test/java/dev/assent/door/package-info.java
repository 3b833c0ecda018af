@NullMarked
package dev.assent.door;

import org.jspecify.annotations.NullMarked;
