@NullMarked
package dev.assent.platform.streams;

import org.jspecify.annotations.NullMarked;
