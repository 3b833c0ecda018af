/// The rows of the directory topic.
@NullMarked
package dev.assent.wire.directory;

import org.jspecify.annotations.NullMarked;
