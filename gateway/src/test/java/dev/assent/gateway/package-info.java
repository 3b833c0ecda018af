@NullMarked
package dev.assent.gateway;

import org.jspecify.annotations.NullMarked;
