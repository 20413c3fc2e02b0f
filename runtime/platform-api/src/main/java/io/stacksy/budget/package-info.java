/** What a tool, and whoever calls it, may take of the node. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.budget;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
