package io.stacksy.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest request body that a resource method takes, in place of the node's {@code MAX_BODY_BYTES}. A larger one
 * is answered with 413 and does not reach the tool whole. On a class it holds for each method without one of its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface MaxBody {
    /** The limit in bytes, at least 0. */
    long value();
}
