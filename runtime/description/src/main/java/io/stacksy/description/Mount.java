package io.stacksy.description;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The service property {@link io.stacksy.route.Endpoint#MOUNT}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface Mount {
    String PREFIX_ = "stacksy.";

    /** The root paths that the application answers. */
    String[] mount();
}
