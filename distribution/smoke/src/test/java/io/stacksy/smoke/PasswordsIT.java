package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import io.stacksy.smoke.Neighbour.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords: which ones are taken, and how they are checked. Tests are named after what they prove, by number. */
class PasswordsIT {
    private static Node node;
    private static Api anonymous;
    private static People people;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("passwords"))
                .with("STACKSY_REGISTRATION", "open")
                .with("STACKSY_JAVA_OPTIONS", "-Xmx256m")
                .ready();
        anonymous = new Api(node.uri());
        people = new People(node);
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @Test
    void statement11_nothingTellsAnUnknownUserFromAWrongPassword() {
        Tried tried = new Tried(20);
        assertThat(tried.wrong.stream().map(PasswordsIT::seen).distinct()).hasSize(1);
        assertThat(tried.unknown.stream().map(PasswordsIT::seen).distinct()).containsExactly(seen(tried.wrong.get(0)));
    }

    @Test
    @Tag("soak")
    void statement11_theTimeTellsNothingEither() {
        Tried tried = new Tried(200);
        double median = median(tried.wrong);
        double other = median(tried.unknown);
        System.out.printf("wrong password %.1f ms, unknown user %.1f ms (medians of 200)%n", median, other);
        assertThat(Math.abs(median - other) / median).isLessThan(0.1);
    }

    /** Sign-ins that failed, for either reason, by turns. */
    private static final class Tried {
        final List<Reply> wrong = new ArrayList<>();
        final List<Reply> unknown = new ArrayList<>();

        Tried(int times) {
            String name = people.register();
            for (int i = 0; i < times; i++) {
                Neighbour stranger = people.stranger();
                wrong.add(stranger.login(name, "wrong-password"));
                unknown.add(stranger.login(name + "-not", "wrong-password"));
            }
        }
    }

    @Test
    void statement12_guessingGetsSlowAndTheOwnerGetsIn() {
        String name = people.register();
        Neighbour attacker = people.stranger();
        List<Reply> replies = IntStream.range(0, 20)
                .mapToObj(i -> attacker.login(name, "guess number " + i))
                .toList();
        assertThat(replies.stream().map(Reply::status).distinct()).containsExactly(401, 429);
        assertThat(replies.get(19).status()).isEqualTo(429);
        assertThat(people.stranger().login(name, People.PASSWORD).status()).isEqualTo(200);
        assertThat(attacker.login(name, People.PASSWORD).status()).isEqualTo(429);

        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Eventually.is(
                    "the delay is over",
                    () -> attacker.login(name, "another guess").status() == 401);
            Reply delayed = attacker.login(name, "one more guess");
            assertThat(delayed.status()).isEqualTo(429);
            delays.add(Long.parseLong(delayed.header("Retry-After")));
        }
        assertThat(delays).isSorted().doesNotHaveDuplicates();
        assertThat(delays.get(2)).isGreaterThanOrEqualTo(4);
        assertThat(people.stranger().login(name, People.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void statement12_theDelaySurvivesARestart() {
        Path data = Data.used("delay");
        try (Node first = Node.on(data).ready()) {
            Neighbour attacker = new Neighbour(first.uri(), "127.0.9.9");
            for (int i = 0; i < 9; i++) {
                attacker.login("admin", "guess");
                try (NodeDatabase database = NodeDatabase.of(first)) {
                    database.update("UPDATE sign_in_failures SET last_at = last_at - interval '10 minutes'");
                }
            }
            try (NodeDatabase database = NodeDatabase.of(first)) {
                database.update("UPDATE sign_in_failures SET last_at = now()");
            }
            assertThat(attacker.login("admin", "guess").header("Retry-After")).isEqualTo("64");
            assertThat(first.stop()).isZero();
        }
        try (Node again = Node.on(data).ready()) {
            Reply reply = new Neighbour(again.uri(), "127.0.9.9").login("admin", again.adminPassword());
            assertThat(reply.status()).isEqualTo(429);
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(20, 64);
            assertThat(new Neighbour(again.uri(), "127.0.9.10")
                            .login("admin", again.adminPassword())
                            .status())
                    .isEqualTo(200);
            assertThat(again.stop()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sixty-five characters long, as people who use sentences may have it",
                " spaces  at both ends and within ",
                "🔑🗝️🔐 emoji and ß",
                "        "
            })
    void statement13_aPasswordIsTakenAsItIs(String password) {
        String name = people.name();
        Answer made = people.register(name, password);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(people.login(name, password).status()).isEqualTo(200);
        assertThat(people.stranger().login(name, password + " ").status()).isEqualTo(401);
        assertThat(people.stranger().login(name, password.strip()).status())
                .isEqualTo(password.strip().equals(password) ? 200 : password.isBlank() ? 422 : 401);
    }

    @Test
    void statement13_aPasswordThatIsGuessedFirstIsRefused() {
        for (String common : List.of("password", "12345678", "Qwertyuiop", "iloveyou", "1qaz2wsx3edc", "letmein1")) {
            assertThat(people.register(people.name(), common).status()).isEqualTo(400);
        }
        String name = people.name() + "-long-enough";
        for (String refused : List.of(name, name.toUpperCase(Locale.ROOT), "short", "x".repeat(129))) {
            Answer answer = people.register(name, refused);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("password");
        }
        assertThat(people.register(name, "🔑".repeat(128)).status()).isEqualTo(201);
    }

    @Test
    void statement13_aHugePasswordIsRefusedBeforeItIsHashed() {
        for (int i = 0; i < 100; i++) {
            assertThat(people.stranger().announce("/auth/login", 1 << 20).status())
                    .isEqualTo(413);
        }
        for (String much : List.of("x".repeat(129), "x".repeat(9_000))) {
            Answer answer = people.login("admin", much);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        }
        // neither was a try that one would have to wait for
        assertThat(people.loginAdmin().status()).isEqualTo(200);
    }

    @Test
    void statement14_aHundredLoginsAtOnceHashAFewAtATime() throws Exception {
        int places = 2 * Runtime.getRuntime().availableProcessors();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
            while (!over.isDone()) {
                most.accumulateAndGet(hashing(), Math::max);
            }
        });
        int taken = 0;
        long begun = System.nanoTime();
        for (int wave = 0; wave < 5; wave++) {
            List<Answer> answers = People.atOnce(100, () -> people.loginAdmin());
            for (Answer answer : answers) {
                assertThat(answer.status()).as(answer.toString()).isIn(200, 429, 503);
                if (answer.status() != 200) {
                    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
                    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
                }
            }
            long good =
                    answers.stream().filter(answer -> answer.status() == 200).count();
            assertThat(good).isGreaterThanOrEqualTo(places);
            taken += (int) good;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        over.complete(null);
        watching.join();
        System.out.printf(
                "%d of 500 logins taken in %.1f s, at most %d of %d places seen in use%n",
                taken, seconds, most.get(), places);
        assertThat(most.get()).isBetween(1, places);
        assertThat(Metrics.of(anonymous).sum("jvm_memory_used_bytes{area=\"heap\""))
                .isLessThan(256 << 20);
        assertThat(people.loginAdmin().status()).isEqualTo(200);
    }

    /** How many threads of the node are in Argon2, as a dump of its threads has it. */
    private static int hashing() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(node.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            String dump = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(dump).isZero();
            int count = 0;
            for (String thread : dump.split("\n\n", -1)) {
                count += thread.contains("Argon2BytesGenerator") ? 1 : 0;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String seen(Reply reply) {
        return reply.status() + " " + reply.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static double median(List<Reply> replies) {
        return replies.stream()
                        .mapToLong(Reply::nanos)
                        .sorted()
                        .skip(replies.size() / 2)
                        .findFirst()
                        .orElseThrow()
                / 1e6;
    }
}
