package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.store.IdempotencyKeys.CarriedOut;
import io.stacksy.store.IdempotencyKeys.Claimed;
import io.stacksy.store.IdempotencyKeys.OwnedKey;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldOutputTest {
    private static final OwnedKey KEY = new OwnedKey("1", "links", "k-1");

    private final FakeIdempotencyKeys keys = new FakeIdempotencyKeys();
    private final List<String> told = new ArrayList<>();

    /** One to a client that is gone. */
    private static final class Broken extends ServletOutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("gone");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError("there is nobody to write to");
        }
    }

    @Test
    void aListenerIsToldWhereWhatWasHeldCannotBeSent() throws IOException {
        HeldOutput output = held(new Broken());
        output.print("held");
        output.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                throw new AssertionError("there is nobody to write to");
            }

            @Override
            public void onError(Throwable failure) {
                told.add(String.valueOf(failure.getMessage()));
            }
        });
        assertThat(told).containsExactly("gone");
        assertThat(keys.use()).contains(new CarriedOut(Optional.empty()));
    }

    private HeldOutput held(ServletOutputStream onward) {
        InFlight inFlight = new InFlight();
        BrowserAdvice advice =
                new BrowserAdvice(new Terms(new Terms.Now(new Cors(""), TestNode.MAX_BODY_BYTES)), false);
        Exchange exchange = new Exchange(
                Gone.REQUEST,
                Gone.RESPONSE,
                new Client("127.0.0.1", false),
                advice,
                new Metrics(new PrometheusRegistry()).nowhere(),
                inFlight,
                System::nanoTime);
        Claimed claimed = (Claimed) keys.claim(KEY, new byte[0], Duration.ofMinutes(1));
        return new HeldOutput(
                new EndpointResponse(Gone.RESPONSE, exchange, advice),
                onward,
                exchange.reply(),
                new KeyClaim(keys, KEY, claimed.claim(), "1.0.0"));
    }
}
