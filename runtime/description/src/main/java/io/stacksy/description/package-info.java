/** What tools offer, as their jars say it. */
@NullMarked
package io.stacksy.description;

import org.jspecify.annotations.NullMarked;
