/**
 * What a node is set to, and the way to change that while it runs. On the launcher's class path, from where the framework
 * offers it to the bundles: the launcher knows the settings, a bundle where to keep what operators choose.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
