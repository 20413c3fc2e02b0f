package io.stacksy.whiteboard;

import io.stacksy.tool.Caller;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.process.internal.RequestScope;
import org.glassfish.jersey.process.internal.RequestScoped;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.glassfish.jersey.servlet.async.AsyncContextDelegateProviderImpl;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;

/**
 * What every container has besides what its tool brings. Bound, not registered: so that each extension of the tool comes
 * before its counterpart here.
 */
final class ContainerBinder extends AbstractBinder {
    private final Json json;
    private final CountedScope scope;

    ContainerBinder(Json json, CountedScope scope) {
        this.json = json;
        this.scope = scope;
    }

    @Override
    protected void configure() {
        bind(scope).to(RequestScope.class).ranked(Integer.MAX_VALUE);
        bind(json).to(MessageBodyReader.class).to(MessageBodyWriter.class);
        bind(new ProblemMapper()).to(ExceptionMapper.class);
        bind(new Callers.AsParameter()).to(ValueParamProvider.class);
        bindFactory(Callers.AsField.class)
                .to(Caller.class)
                .proxy(true)
                .proxyForSameScope(false)
                .in(RequestScoped.class);
        bind(AsyncContextDelegateProviderImpl.class).to(AsyncContextDelegateProvider.class);
    }
}
