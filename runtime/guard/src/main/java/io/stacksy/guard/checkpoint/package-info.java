/** What the loops in the code of tools come by: imported by their bundles as they are woven, and of no use to anybody else. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.guard.checkpoint;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
