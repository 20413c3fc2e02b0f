/** What tools offer, as their jars say it, and all that a node offers, in one document. */
@NullMarked
package io.stacksy.description;

import org.jspecify.annotations.NullMarked;
