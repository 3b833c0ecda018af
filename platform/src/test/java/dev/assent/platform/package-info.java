@NullMarked
package dev.assent.platform;

import org.jspecify.annotations.NullMarked;
