/// Forms: whether an answer's data satisfies a task's JSON Schema.
@NullMarked
package dev.assent.lifecycle.form;

import org.jspecify.annotations.NullMarked;
