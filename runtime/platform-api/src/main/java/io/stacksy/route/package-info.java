/** From a path to the revision that answers, and what the gateway knows about its operations. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.route;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
