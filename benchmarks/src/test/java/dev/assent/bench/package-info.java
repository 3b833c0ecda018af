@NullMarked
package dev.assent.bench;

import org.jspecify.annotations.NullMarked;
