@NullMarked
package dev.assent.approval;

import org.jspecify.annotations.NullMarked;
