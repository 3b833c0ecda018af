/// What every command is made of: exit codes, failures in a sentence or two, the terminal, and how
/// values are read and printed.
@NullMarked
package dev.assent.cli.base;

import org.jspecify.annotations.NullMarked;
