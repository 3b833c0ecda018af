/// Real clients, unmodified and in their own languages, against a running node that is killed
/// between their steps.
@NullMarked
package dev.assent.interop;

import org.jspecify.annotations.NullMarked;
