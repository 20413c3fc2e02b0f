/** What outlives a node: the database, the ledger of rollouts, and the part of the database that is a tool's own. */
@Export
@Version("1.0.0")
@NullMarked
package io.stacksy.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
