/** What is measured in a bare server and, as a tool, in a node: the very same classes. */
@NullMarked
package io.stacksy.benchmarks.tool;

import org.jspecify.annotations.NullMarked;
