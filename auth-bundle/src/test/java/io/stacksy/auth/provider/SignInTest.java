package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import io.stacksy.deploy.Actor;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SignInTest {
    private final Fixture fixture = new Fixture();
    private final SignIn signIn = fixture.signIn;
    private final Account ada = fixture.account("Ada", "user", "operator");

    @Test
    void whoKnowsThePasswordGetsTokens() {
        SignIn.Tokens tokens = fixture.login("Ada");

        Identity identity = fixture.authenticator.authenticate(tokens.access().token());
        assertThat(identity.subject()).isEqualTo(ada.id().toString());
        assertThat(identity.roles()).containsExactlyInAnyOrder("user", "operator");
        assertThat(fixture.sessions.stands(identity.session().orElseThrow())).isTrue();
        assertThat(tokens.access().ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(tokens.refresh()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void letterCaseOfTheNameMakesNoDifference() {
        assertThat(signIn.login("aDA", Fixture.password("Ada"), Fixture.CLIENT).refresh())
                .isNotEmpty();
    }

    @Test
    void nothingTellsWhoHasAnAccount() {
        assertRefused(() -> signIn.login("Ada", "wrong", Fixture.CLIENT), SignInException.wrongCredentials());
        assertRefused(() -> signIn.login("nobody", "wrong", Fixture.CLIENT), SignInException.wrongCredentials());
        assertRefused(() -> signIn.login("\u0000", "wrong", Fixture.CLIENT), SignInException.wrongCredentials());
        assertThat(fixture.failures.lines()).containsExactly("Ada", "nobody", "nobody");
    }

    @Test
    void aDisabledAccountLooksLikeAWrongPassword() {
        disable();
        assertRefused(() -> fixture.login("Ada"), SignInException.wrongCredentials());
        assertThat(fixture.failures.lines()).containsExactly("Ada");
    }

    @Test
    void aSessionIsRenewed() {
        SignIn.Tokens first = fixture.login("Ada");
        SignIn.Tokens second = signIn.refresh(first.refresh(), Fixture.CLIENT);
        SignIn.Tokens third = signIn.refresh(second.refresh(), Fixture.CLIENT);

        assertThat(session(third)).isEqualTo(session(first));
        assertThat(third.refresh()).isNotEqualTo(second.refresh());
    }

    @Test
    void s8ASpentRefreshTokenEndsTheWholeFamily() {
        SignIn.Tokens first = fixture.login("Ada");
        SignIn.Tokens second = signIn.refresh(first.refresh(), Fixture.CLIENT);

        assertRefused(() -> signIn.refresh(first.refresh(), Fixture.CLIENT), SignInException.sessionOver());
        assertRefused(() -> signIn.refresh(second.refresh(), Fixture.CLIENT), SignInException.sessionOver());
        assertThatThrownBy(() -> session(second)).isInstanceOf(AuthException.class);
    }

    @Test
    void anAccessTokenIsNoRefreshToken() {
        SignIn.Tokens tokens = fixture.login("Ada");
        assertRefused(() -> signIn.refresh(tokens.access().token(), Fixture.CLIENT), SignInException.sessionOver());
    }

    @Test
    void logoutEndsTheSessionOfTheRefreshToken() {
        SignIn.Tokens tokens = fixture.login("Ada");
        signIn.logout(tokens.refresh(), Fixture.CLIENT);

        assertRefused(() -> signIn.refresh(tokens.refresh(), Fixture.CLIENT), SignInException.sessionOver());
        assertThatThrownBy(() -> session(tokens)).isInstanceOf(AuthException.class);
    }

    @Test
    void anAccessTokenHoldsNoLongerThanItsSession() {
        SignIn.Tokens tokens = fixture.login("Ada");
        fixture.clock.move(Fixture.SESSION_TTL.minusMinutes(3));

        assertThat(signIn.refresh(tokens.refresh(), Fixture.CLIENT).access().ttl())
                .isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void tokensStandInNoLog() {
        SignIn.Tokens tokens = fixture.login("Ada");
        assertThat(tokens.toString())
                .doesNotContain(tokens.refresh())
                .doesNotContain(tokens.access().token());
    }

    private void disable() {
        AccountChange change = new AccountChange(Optional.of(false), Optional.empty());
        assertThat(fixture.accounts.change(ada.id(), change, Actor.node("test")))
                .isInstanceOf(Accounts.Outcome.Done.class);
    }

    private String session(SignIn.Tokens tokens) {
        return fixture.authenticator
                .authenticate(tokens.access().token())
                .session()
                .orElseThrow();
    }

    private static void assertRefused(ThrowingCallable call, SignInException expected) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SignInException.class, e -> assertThat(e.reason()).isEqualTo(expected.reason()))
                .hasMessage(expected.getMessage());
    }
}
