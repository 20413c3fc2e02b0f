package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Rollout;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloutEventsTest {
    private static final Rollout RUNNING = FakeDeployments.rollout(Rollout.Kind.DEPLOY, Rollout.State.RUNNING);

    private final FakeDeployments deployments = new FakeDeployments();
    private final RolloutEvents events =
            new RolloutEvents(deployments, RUNNING.id(), new Json(new StateOnly()), Duration.ofMillis(1));

    @Test
    void keepsTheConnectionAliveAndGivesUpAfterLongSilence() throws IOException {
        deployments.rollouts.add(RUNNING);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        events.write(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("event: rollout\ndata: { \"running\" }\n\n" + ": still here\n\n".repeat(12));
        assertThat(deployments.observers).isEmpty();
    }

    @Test
    void sendsEachChangeInOrderAndEndsWithTheRollout() throws IOException {
        deployments.rollouts.add(RUNNING);
        OutputStream drivingOut = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                // the first event is out: now the rollout goes on
                if (count < 50) {
                    deployments.tell(FakeDeployments.with(RUNNING, Rollout.State.LIVE, null, false));
                    deployments.tell(FakeDeployments.with(RUNNING, Rollout.State.LIVE, null, true));
                }
            }
        };

        events.write(drivingOut);

        assertThat(drivingOut.toString())
                .isEqualTo("event: rollout\ndata: { \"running\" }\n\n"
                        + "event: rollout\ndata: { \"live\" }\n\n".repeat(2));
    }

    @Test
    void stopsListeningWhenTheClientIsGone() {
        deployments.rollouts.add(RUNNING);
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };

        assertThatThrownBy(() -> events.write(gone)).isInstanceOf(IOException.class);
        assertThat(deployments.observers).isEmpty();
    }

    /** Writes the state alone, over two lines. */
    private static final class StateOnly implements Providers, MessageBodyWriter<RolloutView> {
        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return true;
        }

        @Override
        public void writeTo(
                RolloutView view,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream out)
                throws IOException {
            out.write(("{\n\"" + view.state() + "\" }").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        @SuppressWarnings("unchecked") // the one type it is ever asked for
        public <T> MessageBodyWriter<T> getMessageBodyWriter(
                Class<T> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return (MessageBodyWriter<T>) this;
        }

        @Override
        public <T> @Nullable MessageBodyReader<T> getMessageBodyReader(
                Class<T> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return null;
        }

        @Override
        public <T extends Throwable> @Nullable ExceptionMapper<T> getExceptionMapper(Class<T> type) {
            return null;
        }

        @Override
        public <T> @Nullable ContextResolver<T> getContextResolver(Class<T> contextType, MediaType mediaType) {
            return null;
        }
    }
}
