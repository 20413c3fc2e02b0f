/** A page to read the API of the node, and to try it. */
@NullMarked
package io.stacksy.docs;

import org.jspecify.annotations.NullMarked;
