/// A running node as the programs of a bench see it: its doors, and the type of intent they use.
@NullMarked
package dev.assent.bench.node;

import org.jspecify.annotations.NullMarked;
