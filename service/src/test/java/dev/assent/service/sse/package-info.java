@NullMarked
package dev.assent.service.sse;

import org.jspecify.annotations.NullMarked;
