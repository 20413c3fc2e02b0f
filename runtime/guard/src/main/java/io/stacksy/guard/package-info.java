/** What tools may not call. */
@NullMarked
package io.stacksy.guard;

import org.jspecify.annotations.NullMarked;
