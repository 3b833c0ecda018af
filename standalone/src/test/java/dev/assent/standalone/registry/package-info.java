@NullMarked
package dev.assent.standalone.registry;

import org.jspecify.annotations.NullMarked;
