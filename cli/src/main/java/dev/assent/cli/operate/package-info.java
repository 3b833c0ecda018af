/// What an operator does: keys, rights, seals, dead letters, the registry, a workspace's settings.
@NullMarked
package dev.assent.cli.operate;

import org.jspecify.annotations.NullMarked;
