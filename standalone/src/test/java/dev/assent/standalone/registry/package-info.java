@NullMarked
package dev.assent.registry;

import org.jspecify.annotations.NullMarked;
