/// What operators and their probes see of a service: whether it is up, and its metrics.
@NullMarked
package dev.assent.service.health;

import org.jspecify.annotations.NullMarked;
