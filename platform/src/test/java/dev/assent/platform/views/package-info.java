@NullMarked
package dev.assent.platform.views;

import org.jspecify.annotations.NullMarked;
