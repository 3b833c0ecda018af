@NullMarked
package dev.assent.standalone.node;

import org.jspecify.annotations.NullMarked;
