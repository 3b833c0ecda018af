@NullMarked
package dev.assent.platform.intake;

import org.jspecify.annotations.NullMarked;
