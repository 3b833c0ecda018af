@NullMarked
package dev.assent.bench.torture;

import org.jspecify.annotations.NullMarked;
