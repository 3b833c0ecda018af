/// The small catalogues as collections of the directory's documents, and who may read and write
/// them.
@NullMarked
package dev.assent.gateway.documents;

import org.jspecify.annotations.NullMarked;
