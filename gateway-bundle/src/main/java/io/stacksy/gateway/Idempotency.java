package io.stacksy.gateway;

import io.stacksy.auth.Identity;
import io.stacksy.store.IdempotencyKeys;
import io.stacksy.store.IdempotencyKeys.Answer;
import io.stacksy.store.IdempotencyKeys.CarriedOut;
import io.stacksy.store.IdempotencyKeys.Claimed;
import io.stacksy.store.IdempotencyKeys.OtherRequest;
import io.stacksy.store.IdempotencyKeys.OwnedKey;
import io.stacksy.store.IdempotencyKeys.Use;
import io.stacksy.store.StoreException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Has a request with an {@code Idempotency-Key} carried out once, and gives its repeats the first answer again.
 *
 * <p>For {@code POST} and {@code PATCH} on tools, by callers who are signed in. Without an account nobody could tell whose
 * answer it is, so the header then means nothing. The platform's own operations are left alone: those on accounts, keys
 * and sessions answer with secrets that are shown once and stand nowhere in clear, and a bundle is told from others by
 * its bytes, so that sending it again changes nothing. Thread-safe.
 */
@Component(service = Idempotency.class)
public final class Idempotency {
    static final String REPLAYED = "Idempotency-Replayed";

    /** How much longer than the tool may take a key is held for it: for the answer to get on record. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private volatile @Nullable IdempotencyKeys keys;

    @Activate
    public Idempotency() {}

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addKeys(IdempotencyKeys added) {
        keys = added;
    }

    void removeKeys(IdempotencyKeys removed) {
        if (removed.equals(keys)) {
            keys = null;
        }
    }

    /**
     * Answers a repeat. Else the endpoint is to be asked and, where the request has a key, that is claimed for it.
     *
     * @return whether it has answered
     * @throws Refusal for a key that is none or is used for something else, and where nobody can tell
     */
    boolean answers(
            Exchange exchange,
            Target target,
            Permit permit,
            Optional<Identity> identity,
            EndpointRequest question,
            EndpointResponse answer)
            throws IOException {
        HttpServletRequest request = exchange.request();
        if (!isMeant(request, identity)) {
            return false;
        }
        IdempotencyKeys known = keys;
        if (known == null) {
            throw Refusal.notReady();
        }
        OwnedKey key = new OwnedKey(
                identity.orElseThrow().subject(),
                permit.revision().tool().value(),
                IdempotencyKey.of(request).value());
        byte[] fingerprint = Fingerprint.of(request, target, question.readAhead());
        Use use = claim(known, key, fingerprint, permit.budget().deadline().plus(MARGIN));
        if (use instanceof Claimed claimed) {
            String revision = permit.revision().version().toString();
            begin(exchange, answer, new KeyClaim(known, key, claimed.claim(), revision));
            return false;
        }
        if (use instanceof CarriedOut carriedOut) {
            give(carriedOut.answer().orElseThrow(Refusal::answerNotKept), exchange, answer);
            return true;
        }
        throw use instanceof OtherRequest ? Refusal.keyOfAnotherRequest() : Refusal.keyUnderWay();
    }

    /** Whether there is something to do; what most requests are asked, so the cheapest comes first. */
    private static boolean isMeant(HttpServletRequest request, Optional<Identity> identity) {
        String method = request.getMethod();
        return (method.equals("POST") || method.equals("PATCH"))
                && identity.isPresent()
                && request.getHeader(IdempotencyKey.HEADER) != null;
    }

    private static Use claim(IdempotencyKeys known, OwnedKey key, byte[] fingerprint, Duration lease) {
        try {
            return known.claim(key, fingerprint, lease);
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.UNAVAILABLE) {
                throw Refusal.noKeysNow();
            }
            throw e;
        }
    }

    private static void begin(Exchange exchange, EndpointResponse answer, KeyClaim claim) throws IOException {
        exchange.claim(claim);
        if (exchange.reply().refused()) {
            throw Refusal.timedOut(); // which is said already: there is no use in asking the endpoint
        }
        answer.hold(claim);
    }

    private static void give(Answer kept, Exchange exchange, EndpointResponse answer) throws IOException {
        KeptHeaders.give(kept.headers(), answer);
        exchange.head().answerer(kept.revision());
        answer.setHeader(REPLAYED, "true");
        answer.setStatus(kept.status());
        if (kept.body().length > 0) {
            answer.setContentLength(kept.body().length);
            ServletOutputStream out = answer.getOutputStream();
            out.write(kept.body());
        }
        answer.finish();
        answer.close();
    }
}
