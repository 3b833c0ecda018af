/// Who is told what: pure, from the committed facts alone.
@NullMarked
package dev.assent.notifier.plan;

import org.jspecify.annotations.NullMarked;
