@NullMarked
package dev.assent.platform.log;

import org.jspecify.annotations.NullMarked;
