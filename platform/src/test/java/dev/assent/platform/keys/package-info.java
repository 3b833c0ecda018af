@NullMarked
package dev.assent.platform.keys;

import org.jspecify.annotations.NullMarked;
