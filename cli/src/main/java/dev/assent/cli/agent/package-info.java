/// Plays an agent from a terminal.
@NullMarked
package dev.assent.cli.agent;

import org.jspecify.annotations.NullMarked;
