package io.stacksy.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How often a resource method may be called, beside what the node allows each caller of the tool. A call over it is
 * answered with 429 and does not reach the tool. On a class it holds for each method without one of its own, and is
 * counted for each method apart. Below a sub-resource locator that of the locator holds.
 *
 * <p>All of it may be called for at once; what was used comes back steadily. A node counts for itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RateLimit {
    /** So many in a second or in a minute: {@code 100/s}, {@code 6000/m}. */
    String value();

    /** For whom it counts. */
    Scope scope() default Scope.CALLER;

    /** Whose calls are counted together. */
    enum Scope {
        /** Those of one account, with whatever token or API key; without an account those of one address. */
        CALLER,
        /** Those of everybody. */
        EVERYBODY
    }
}
