/** What a rollout is, and how to ask for one. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.deploy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
