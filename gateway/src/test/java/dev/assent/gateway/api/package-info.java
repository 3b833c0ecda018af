@NullMarked
package dev.assent.gateway.api;

import org.jspecify.annotations.NullMarked;
