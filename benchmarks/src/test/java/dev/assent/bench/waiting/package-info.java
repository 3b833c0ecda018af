@NullMarked
package dev.assent.bench.waiting;

import org.jspecify.annotations.NullMarked;
