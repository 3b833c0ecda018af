/// A schema registry of Confluent's REST API inside this JVM. Schemas are kept on a compacted topic
/// of the embedded broker, under the name and in the JSON form that Confluent's own registry uses.
@NullMarked
package dev.assent.registry;

import org.jspecify.annotations.NullMarked;
