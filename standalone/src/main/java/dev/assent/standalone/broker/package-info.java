/// A real Kafka broker inside this JVM, with its data on disk.
@NullMarked
package dev.assent.standalone.broker;

import org.jspecify.annotations.NullMarked;
