/** Starts and ends a node: settings, logs, the embedded PostgreSQL, and the framework with its bundles. */
@NullMarked
package io.stacksy.launcher;

import org.jspecify.annotations.NullMarked;
