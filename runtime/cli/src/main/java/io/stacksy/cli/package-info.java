/** The client verbs of the {@code stacksy} command. Speaks HTTP with a node and knows nothing else of it. */
@NullMarked
package io.stacksy.cli;

import org.jspecify.annotations.NullMarked;
