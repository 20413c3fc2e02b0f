package io.stacksy.whiteboard;

import io.stacksy.tool.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.function.Function;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/** Gives resources their {@code @Context Caller}. */
final class Callers {
    private Callers() {}

    /** For parameters of methods: the caller itself, good on any thread. */
    static final class AsParameter implements ValueParamProvider {
        @Override
        public @Nullable Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
            boolean caller =
                    parameter.getRawType() == Caller.class && parameter.getSource() == Parameter.Source.CONTEXT;
            return caller ? request -> ToolCaller.of(Facts.of(request).admission()) : null;
        }

        @Override
        public PriorityType getPriority() {
            return Priority.HIGH;
        }
    }

    /** For fields and constructors. */
    public static final class AsField implements Supplier<Caller> {
        private final Provider<ContainerRequestContext> request;

        @Inject
        public AsField(Provider<ContainerRequestContext> request) {
            this.request = request;
        }

        @Override
        public Caller get() {
            return ToolCaller.of(Facts.of(request.get()).admission());
        }
    }
}
