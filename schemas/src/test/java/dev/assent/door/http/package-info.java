@NullMarked
package dev.assent.door.http;

import org.jspecify.annotations.NullMarked;
