@NullMarked
package dev.assent.bench.measure;

import org.jspecify.annotations.NullMarked;
