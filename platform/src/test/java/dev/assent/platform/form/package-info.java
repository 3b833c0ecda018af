@NullMarked
package dev.assent.platform.form;

import org.jspecify.annotations.NullMarked;
