/** The unpacked distribution, used from outside as its users do. */
@NullMarked
package io.stacksy.smoke;

import org.jspecify.annotations.NullMarked;
