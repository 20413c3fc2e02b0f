/** The web face of the admin API: what a browser loads to show it. There is no logic here but that of handing out files. */
@NullMarked
package io.stacksy.admin.web;

import org.jspecify.annotations.NullMarked;
