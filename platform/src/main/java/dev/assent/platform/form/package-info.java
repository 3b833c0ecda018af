/// Forms: whether a JSON Schema is one that somebody can fill in. Every door and the decider ask
/// here, so that none of them lets through what another would refuse.
@NullMarked
package dev.assent.platform.form;

import org.jspecify.annotations.NullMarked;
