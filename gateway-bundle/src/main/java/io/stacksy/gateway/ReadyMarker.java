package io.stacksy.gateway;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Says by being there that the node serves. Whoever waits for that looks for the service property
 * {@code stacksy.ready=node}; {@value #PORT} is the port that it listens on.
 */
@Component(service = ReadyMarker.class, factory = ReadyMarker.FACTORY, property = "stacksy.ready=node")
public final class ReadyMarker {
    static final String FACTORY = "io.stacksy.gateway.ready";
    static final String PORT = "stacksy.port";

    @Activate
    public ReadyMarker() {}
}
