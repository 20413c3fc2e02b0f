@OpenAPIDefinition(
        info = @Info(title = "", version = ""), // the build says it
        tags = @Tag(name = "auth", description = "Signing in, and what belongs to one's own account."))
@NullMarked
package io.stacksy.auth.provider;

import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.NullMarked;
