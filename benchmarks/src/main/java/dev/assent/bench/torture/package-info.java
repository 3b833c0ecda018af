/// Kills processes under load, then checks from the topics that every promise was kept.
@NullMarked
package dev.assent.bench.torture;

import org.jspecify.annotations.NullMarked;
