/// What makes a service of our code: how it starts, who it is connected to, what it counts. Every
/// bean here is in every service.
@NullMarked
package dev.assent.service;

import org.jspecify.annotations.NullMarked;
