/** Short links: made, followed and counted. */
@NullMarked
package io.stacksy.tools.links;

import org.jspecify.annotations.NullMarked;
