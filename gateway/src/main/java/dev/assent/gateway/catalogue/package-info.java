/// What is in the small catalogues, and their rules; pure. The directory keeps them as documents
/// (ADR 0015), so a field that is added must be an `Optional`, and none may change its meaning.
@NullMarked
package dev.assent.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
