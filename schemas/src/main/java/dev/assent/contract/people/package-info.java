/// Who asks, who may decide, and what they may.
@NullMarked
package dev.assent.contract.people;

import org.jspecify.annotations.NullMarked;
