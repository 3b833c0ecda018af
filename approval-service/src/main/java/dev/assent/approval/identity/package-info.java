/// Who is asking: the key in a request becomes a principal of the directory.
@NullMarked
package dev.assent.approval.identity;

import org.jspecify.annotations.NullMarked;
