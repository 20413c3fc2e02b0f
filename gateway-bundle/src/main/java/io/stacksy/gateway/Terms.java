package io.stacksy.gateway;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be set about the gateway while it serves. Thread-safe; reading takes no lock. */
@Component(service = Terms.class, configurationPid = "io.stacksy.gateway.terms")
@Designate(ocd = Terms.Config.class)
public final class Terms {
    private volatile Now now;

    /** What can be set. */
    @ObjectClassDefinition(name = "Stacksy gateway while it serves")
    @interface Config {
        @AttributeDefinition(
                name = "CORS origins",
                description = "Origins whose pages may use the node from a browser, with commas between them, or *")
        String cors_origins() default "";

        @AttributeDefinition(
                name = "Largest body",
                description = "Bytes a request may carry where its operation says none")
        long max_body_bytes() default 10L * 1024 * 1024;
    }

    /** What holds at one moment. */
    record Now(Cors cors, long maxBodyBytes) {
        static Now of(Config config) {
            return new Now(new Cors(config.cors_origins()), config.max_body_bytes());
        }
    }

    @Activate
    public Terms(Config config) {
        this(Now.of(config));
    }

    Terms(Now now) {
        this.now = now;
    }

    /** An operator has changed them: what is under way may still go by what held before. */
    @Modified
    void modified(Config config) {
        change(Now.of(config));
    }

    void change(Now next) {
        now = next;
    }

    Now now() {
        return now;
    }
}
