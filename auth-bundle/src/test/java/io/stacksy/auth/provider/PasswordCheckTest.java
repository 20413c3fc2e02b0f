package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordCheckTest {
    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.1";

    private final Fixture fixture = new Fixture();
    private final Account ada = fixture.account("ada", "user");

    @Test
    void s12WhoFailsWaitsAndTheOwnerDoesNot() {
        for (int i = 0; i < Tally.FREE_HERE; i++) {
            assertRefused("ada", "wrong", HERE, SignInException.Reason.WRONG_CREDENTIALS);
        }
        assertRefused("ada", "wrong", HERE, SignInException.Reason.DELAYED);
        assertRefused("ADA", Fixture.password("ada"), HERE, SignInException.Reason.DELAYED);
        assertThat(verify("ada", Fixture.password("ada"), ELSEWHERE).account()).isEqualTo(ada);

        fixture.clock.move(Duration.ofSeconds(1));
        assertRefused("ada", "wrong", HERE, SignInException.Reason.WRONG_CREDENTIALS);
        assertThatThrownBy(() -> verify("ada", "wrong", HERE))
                .isInstanceOfSatisfying(SignInException.class, e -> assertThat(e.retryAfterSeconds())
                        .isEqualTo(2))
                .hasMessage("too many sign-ins have failed; try again in 2 s");
    }

    @Test
    void s11ANameThatNobodyHasWaitsAsLong() {
        for (int i = 0; i < Tally.FREE_HERE; i++) {
            assertRefused("nobody", "wrong", HERE, SignInException.Reason.WRONG_CREDENTIALS);
        }
        assertRefused("nobody", "wrong", HERE, SignInException.Reason.DELAYED);
    }

    @Test
    void anAddressThatTriesManyNamesWaitsAtEachOfThem() {
        for (int i = 0; i < Tally.FREE_FROM_NETWORK; i++) {
            assertRefused("user" + i, "wrong", HERE, SignInException.Reason.WRONG_CREDENTIALS);
        }
        assertRefused("ada", Fixture.password("ada"), HERE, SignInException.Reason.DELAYED);
        assertThat(verify("ada", Fixture.password("ada"), ELSEWHERE).account()).isEqualTo(ada);
    }

    @Test
    void whoGetsInBeginsAnew() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Tally.FREE_HERE - 1; i++) {
                assertRefused("ada", "wrong", HERE, SignInException.Reason.WRONG_CREDENTIALS);
            }
            assertThat(verify("ada", Fixture.password("ada"), HERE).account()).isEqualTo(ada);
        }
    }

    @Test
    void whoTriesManyAtOnceGetsNoMoreTriesByIt() {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            List<CompletableFuture<Credentials>> all = IntStream.range(0, 10)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> verify("ada", "wrong", HERE), threads))
                    .toList();
            all.forEach(one -> assertThatThrownBy(one::join).isInstanceOf(CompletionException.class));
        } finally {
            threads.shutdownNow();
        }
        // as many as there are places may begin before the last free failure is known
        assertThat(fixture.failures.lines()).hasSizeBetween(Tally.FREE_HERE, Tally.FREE_HERE + 1);
    }

    @Test
    void aHashThatCostTooLittleIsMadeAnewAtSignIn() {
        Passwords costlier = new Passwords(new Argon2(128, 1, 1), fixture.secrets, 1, Duration.ofSeconds(10));
        PasswordCheck check = new PasswordCheck(fixture.accounts, costlier, fixture.failures, fixture.master);
        String before = stored();
        Actor nobody = new Actor("anonymous", HERE);

        assertThatThrownBy(() -> check.verify("ada", "wrong", nobody, PasswordCheck.LOGIN))
                .isInstanceOf(SignInException.class);
        assertThat(stored()).isEqualTo(before);

        Credentials verified = check.verify("ada", Fixture.password("ada"), nobody, PasswordCheck.LOGIN);
        assertThat(stored()).startsWith("$argon2id$v=19$m=128,").isEqualTo(verified.passwordHash());
        check.verify("ada", Fixture.password("ada"), nobody, PasswordCheck.LOGIN);
        assertThat(stored()).isEqualTo(verified.passwordHash());
    }

    private String stored() {
        return fixture.accounts.credentials(new Username("ada")).orElseThrow().passwordHash();
    }

    private Credentials verify(String username, String password, String address) {
        return fixture.check.verify(username, password, new Actor("anonymous", address), PasswordCheck.LOGIN);
    }

    private void assertRefused(String username, String password, String address, SignInException.Reason reason) {
        assertThatThrownBy(() -> verify(username, password, address))
                .isInstanceOfSatisfying(
                        SignInException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
