/** The one way in: from the socket to the endpoint that answers, written out in one pipeline. */
@NullMarked
package io.stacksy.gateway;

import org.jspecify.annotations.NullMarked;
