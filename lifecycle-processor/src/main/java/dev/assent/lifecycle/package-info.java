@NullMarked
package dev.assent.lifecycle;

import org.jspecify.annotations.NullMarked;
