@NullMarked
package dev.assent.standalone.demo;

import org.jspecify.annotations.NullMarked;
