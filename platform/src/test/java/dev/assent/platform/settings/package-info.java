@NullMarked
package dev.assent.platform.settings;

import org.jspecify.annotations.NullMarked;
