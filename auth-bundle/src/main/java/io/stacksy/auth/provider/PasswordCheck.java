package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a name and a password belong together, and tells nothing else: neither by its answer nor by the time
 * that this takes can one see whether there is an account. Who fails repeatedly waits longer and longer. Thread-safe.
 */
final class PasswordCheck {
    static final String LOGIN = "login";
    static final String CHANGE = "password.change";
    private static final Logger log = LoggerFactory.getLogger(PasswordCheck.class);
    private static final String NAME_DIGEST = "name of a failed sign-in";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Failures failures;
    private final MasterKey master;

    PasswordCheck(Accounts accounts, Passwords passwords, Failures failures, MasterKey master) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.failures = failures;
        this.master = master;
    }

    /**
     * The account of that name and password, with the hash of the latter as it is stored now.
     *
     * @param by who tries
     * @param action what for
     * @throws SignInException if the two do not belong together, if it is too early for another try, or if there is no
     *     room to find out
     */
    Credentials verify(String username, String password, Actor by, String action) {
        String key = username.toLowerCase(Locale.ROOT);
        Attempt attempt = new Attempt(by, action, master.digest(key, NAME_DIGEST));
        admit(attempt);
        return passwords.inPlace(place -> {
            // again, as of those who have waited for a place together the first ones may have failed by now
            Tally tally = admit(attempt);
            Optional<Credentials> found = Username.of(username).flatMap(accounts::credentials);
            Optional<Account> account = found.map(Credentials::account);
            // every path takes one hash and one write, so that time does not tell who has an account
            boolean matches =
                    place.matches(password, found.map(Credentials::passwordHash).orElse(null));
            if (!matches || !account.map(Account::enabled).orElse(false)) {
                failures.add(attempt, account.orElse(null));
                throw SignInException.wrongCredentials();
            }
            if (!tally.isClean()) {
                failures.forget(attempt);
            }
            return strengthen(found.orElseThrow(), password, place);
        });
    }

    private Tally admit(Attempt attempt) {
        Tally tally = failures.tally(attempt);
        Duration delay = tally.delay();
        if (!delay.isZero()) {
            throw SignInException.delayed(delay);
        }
        return tally;
    }

    /** Hashes the password anew if that would cost more by now: the only moment at which it is known. */
    private Credentials strengthen(Credentials known, String password, Passwords.Place place) {
        if (!place.isWeak(known.passwordHash())) {
            return known;
        }
        String stronger = place.hash(password);
        try {
            return accounts.strengthen(known.account().id(), known.passwordHash(), stronger)
                    ? new Credentials(known.account(), stronger)
                    : known; // it was changed meanwhile, so the session will not be opened
        } catch (StoreException e) {
            log.warn("a password is hashed anew at the next sign-in only: {}", e.getMessage());
            return known;
        }
    }
}
