/// What an auditor does: read the trail.
@NullMarked
package dev.assent.cli.audit;

import org.jspecify.annotations.NullMarked;
