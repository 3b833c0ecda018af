/// Files that people attach.
@NullMarked
package dev.assent.gateway.media;

import org.jspecify.annotations.NullMarked;
