@NullMarked
package dev.assent.platform.http;

import org.jspecify.annotations.NullMarked;
