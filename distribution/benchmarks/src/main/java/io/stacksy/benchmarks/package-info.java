/** Measures a whole node from outside. */
@NullMarked
package io.stacksy.benchmarks;

import org.jspecify.annotations.NullMarked;
