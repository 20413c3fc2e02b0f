/** A folder whose jars are the tools of the node: copied in, replaced and taken out like any file. */
@NullMarked
package io.stacksy.dropfolder;

import org.jspecify.annotations.NullMarked;
