/// The wire form of the contract: the codec of every topic ([Wire]), and Kafka serializers for
/// programs of others. Below it lies how a record's bytes are made and where its schema is from;
/// only here is Avro known.
@NullMarked
package dev.assent.wire;

import org.jspecify.annotations.NullMarked;
