@NullMarked
package dev.assent.platform.directory;

import org.jspecify.annotations.NullMarked;
