/// What an operator may set, and what each setting's value must look like: looked at by every
/// program before it does anything else.
@NullMarked
package dev.assent.platform.settings;

import org.jspecify.annotations.NullMarked;
