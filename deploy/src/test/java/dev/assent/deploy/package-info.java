/// Proves that the parts run apart from each other and that the documents name what exists.
@NullMarked
package dev.assent.deploy;

import org.jspecify.annotations.NullMarked;
