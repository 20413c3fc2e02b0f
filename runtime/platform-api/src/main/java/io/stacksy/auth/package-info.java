/** Who a caller is, and what that caller may do. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.auth;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
