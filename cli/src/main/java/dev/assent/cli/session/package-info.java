/// One run of the command line: where the node is, with which key, and the files by which a node
/// tells it.
@NullMarked
package dev.assent.cli.session;

import org.jspecify.annotations.NullMarked;
