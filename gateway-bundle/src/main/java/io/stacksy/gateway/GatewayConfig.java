package io.stacksy.gateway;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be set about the gateway. */
@ObjectClassDefinition(name = "Stacksy gateway")
@interface GatewayConfig {
    String PID = "io.stacksy.gateway";

    @AttributeDefinition(name = "Host", description = "The address to listen on")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "The port to listen on; 0 takes any free one")
    int port() default 8080;

    @AttributeDefinition(name = "Certificate", description = "A PEM file with it and its chain; empty for no TLS")
    String tls_certificate() default "";

    @AttributeDefinition(name = "Key", description = "A PEM file with the private key of the certificate")
    String tls_key() default "";

    @AttributeDefinition(
            name = "Public URL",
            description = "Scheme, host and port that clients see, such as https://api.example.org; empty means the"
                    + " request's own")
    String public_url() default "";

    @AttributeDefinition(
            name = "Trusted proxies",
            description = "Addresses and networks, with commas between them, whose X-Forwarded-For and"
                    + " X-Forwarded-Proto are believed")
    String trusted_proxies() default "";

    @AttributeDefinition(name = "Drain timeout", description = "How long a stop waits for requests under way, in ms")
    long drain_timeout_millis() default 30_000;

    @AttributeDefinition(name = "Idle timeout", description = "How long a connection may be silent, in ms")
    long request_idle_millis() default 30_000;
}
