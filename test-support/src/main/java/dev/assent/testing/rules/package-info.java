/// What the modules may know, and their inner borders.
@NullMarked
package dev.assent.testing.rules;

import org.jspecify.annotations.NullMarked;
