@NullMarked
package dev.assent.platform.deadletters;

import org.jspecify.annotations.NullMarked;
