/// Rows that a view reads by the hundred thousand.
@NullMarked
package dev.assent.platform.rows;

import org.jspecify.annotations.NullMarked;
