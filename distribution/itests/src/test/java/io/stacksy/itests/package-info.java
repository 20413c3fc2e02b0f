/** The core bundles in a real Felix, and what they are allowed to depend on. */
@NullMarked
package io.stacksy.itests;

import org.jspecify.annotations.NullMarked;
