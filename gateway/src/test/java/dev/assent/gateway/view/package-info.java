@NullMarked
package dev.assent.gateway.view;

import org.jspecify.annotations.NullMarked;
