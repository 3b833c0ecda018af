/// For the commands that read and write topics themselves.
@NullMarked
package dev.assent.cli.kafka;

import org.jspecify.annotations.NullMarked;
