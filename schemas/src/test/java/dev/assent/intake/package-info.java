@NullMarked
package dev.assent.intake;

import org.jspecify.annotations.NullMarked;
