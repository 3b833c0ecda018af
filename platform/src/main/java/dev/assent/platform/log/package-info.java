/// How the log's lines look, and which lines of libraries are in it.
@NullMarked
package dev.assent.platform.log;

import org.jspecify.annotations.NullMarked;
