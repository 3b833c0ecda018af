@NullMarked
package dev.assent.platform.rows;

import org.jspecify.annotations.NullMarked;
