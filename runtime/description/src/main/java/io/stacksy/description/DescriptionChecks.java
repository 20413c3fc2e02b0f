package io.stacksy.description;

import io.stacksy.deploy.RolloutException;
import io.stacksy.description.Description.Offer;
import io.stacksy.route.Operation;
import io.stacksy.route.RequestCheck;
import io.stacksy.route.RequestChecks;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes checks of OpenAPI documents. */
@Component(service = RequestChecks.class)
public final class DescriptionChecks implements RequestChecks {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptionChecks.class);

    @Activate
    public DescriptionChecks() {}

    @Override
    public IdentityHashMap<Operation, RequestCheck> compile(
            String subject, String description, List<Operation> operations) {
        IdentityHashMap<Operation, RequestCheck> checks = new IdentityHashMap<>();
        OpenApi document;
        try {
            document = OpenApi.parse(description.getBytes(StandardCharsets.UTF_8));
        } catch (RolloutException e) {
            LOG.warn("{} is served without checks of its requests: {}", subject, e.getMessage());
            return checks;
        }
        Map<String, Offer> offers = new HashMap<>();
        document.offers().forEach(offer -> offers.putIfAbsent(key(offer.method(), offer.template()), offer));
        CheckCompiler compiler = new CheckCompiler(
                document.root(), (where, why) -> LOG.warn("{} serves {} unchecked: {}", subject, where, why));
        for (Operation operation : operations) {
            Offer offer = offers.get(key(operation.method(), operation.template()));
            if (offer != null) {
                try {
                    compiler.compile(operation, offer).ifPresent(check -> checks.put(operation, check));
                } catch (RuntimeException e) { // such as for a template whose patterns cannot stand beside ours
                    LOG.warn("{} serves {} {} unchecked", subject, operation.method(), operation.template(), e);
                }
            }
        }
        return checks;
    }

    private static String key(String method, String template) {
        return Description.key(method, template);
    }
}
