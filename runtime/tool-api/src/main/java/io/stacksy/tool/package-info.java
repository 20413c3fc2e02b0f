/** All that a tool author compiles against besides OSGi's and Jakarta REST's own annotations. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.tool;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
