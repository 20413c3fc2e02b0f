/** The rollout engine: brings revisions of tools into service and out of it, and routes to the live ones. */
@NullMarked
package io.stacksy.deployer;

import org.jspecify.annotations.NullMarked;
