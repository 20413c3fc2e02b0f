@NullMarked
package io.stacksy.auth.provider;

import org.jspecify.annotations.NullMarked;
