/// What is measured: time, CPU, memory, Kafka records and bytes.
@NullMarked
package dev.assent.bench.measure;

import org.jspecify.annotations.NullMarked;
