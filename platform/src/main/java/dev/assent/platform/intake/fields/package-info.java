/// A document's fields, read with their path: mistakes are told, and what has no effect is warned
/// of.
@NullMarked
package dev.assent.platform.intake.fields;

import org.jspecify.annotations.NullMarked;
