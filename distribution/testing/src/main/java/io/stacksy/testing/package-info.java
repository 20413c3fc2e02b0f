/** What the tests of several modules need, and no module but for its tests. */
@NullMarked
package io.stacksy.testing;

import org.jspecify.annotations.NullMarked;
