/// An HTTP client that costs next to nothing, so that a measurement on a small machine measures the
/// server.
@NullMarked
package dev.assent.bench.http;

import org.jspecify.annotations.NullMarked;
