@NullMarked
package dev.assent.standalone;

import org.jspecify.annotations.NullMarked;
