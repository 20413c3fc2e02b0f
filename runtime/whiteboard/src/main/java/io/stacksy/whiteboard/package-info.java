/** From the Jakarta REST services of one bundle to one immutable container. */
@NullMarked
package io.stacksy.whiteboard;

import org.jspecify.annotations.NullMarked;
