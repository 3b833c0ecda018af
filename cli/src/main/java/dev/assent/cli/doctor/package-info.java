/// What an operator asks first: is everything as it should be, and if not, what is to be done.
@NullMarked
package dev.assent.cli.doctor;

import org.jspecify.annotations.NullMarked;
