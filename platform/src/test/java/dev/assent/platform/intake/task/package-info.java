@NullMarked
package dev.assent.platform.intake.task;

import org.jspecify.annotations.NullMarked;
