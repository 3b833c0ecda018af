/// Who gets in: keys, sessions, signing in, terminals that are let in from a browser.
@NullMarked
package dev.assent.gateway.access;

import org.jspecify.annotations.NullMarked;
