/// What hostile or broken clients send, made from a seed; for the tests of all doors.
@NullMarked
package dev.assent.testing.fuzz;

import org.jspecify.annotations.NullMarked;
