/// What is asked, what happened and what is answered: the words every part of Assent shares. Pure
/// Java; nothing here knows Avro, Kafka, HTTP, a clock or a random number.
@NullMarked
package dev.assent.contract;

import org.jspecify.annotations.NullMarked;
