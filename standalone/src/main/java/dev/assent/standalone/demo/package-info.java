/// `assent demo`: a whole approval told as it happens, through the Java client, over the same HTTP
/// doors that anybody uses.
@NullMarked
package dev.assent.standalone.demo;

import org.jspecify.annotations.NullMarked;
