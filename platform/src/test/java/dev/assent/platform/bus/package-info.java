@NullMarked
package dev.assent.platform.bus;

import org.jspecify.annotations.NullMarked;
