/// API keys, sessions and secrets: made, sealed, noted as used, ended.
@NullMarked
package dev.assent.platform.keys;

import org.jspecify.annotations.NullMarked;
