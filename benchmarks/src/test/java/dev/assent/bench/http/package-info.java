@NullMarked
package dev.assent.bench.http;

import org.jspecify.annotations.NullMarked;
