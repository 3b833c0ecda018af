/// A node's HTTP doors, as commands ask them.
@NullMarked
package dev.assent.cli.http;

import org.jspecify.annotations.NullMarked;
