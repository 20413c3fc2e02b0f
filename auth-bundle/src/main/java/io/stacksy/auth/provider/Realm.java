package io.stacksy.auth.provider;

import io.stacksy.budget.Rate;
import io.stacksy.store.Database;
import io.stacksy.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of sign-in, put together: what the other components take their parts from. It is there once the first account is,
 * and what this node must know was read; only the very first signing key is made behind it.
 */
@Component(
        service = Realm.class,
        configurationPid = "io.stacksy.auth.provider",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RealmConfig.class)
public final class Realm {
    private static final Logger log = LoggerFactory.getLogger(Realm.class);

    /** How much longer than a token holds its revocation is remembered: clocks of nodes may differ by as much. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    private static final Duration SWEEP_PERIOD = Duration.ofMinutes(10);
    private static final Duration HASH_PATIENCE = Duration.ofSeconds(2);
    private static final int HASHES_PER_CORE = 2;
    private static final Duration USES_PERIOD = Duration.ofSeconds(10);

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final PasswordRules rules = PasswordRules.standard();
    private final PasswordCheck check;
    private final boolean registrationOpen;
    private final KeyRing keys;
    private final KeyRotation rotation;
    private final AccessTokenVerifier verifier;
    private final CurrentStanding standing;
    private final SignIn signIn;
    private final Roles roles;
    private final ApiKeys apiKeys;
    private final LastUses lastUses;
    private final KeyAuthenticator keyAuthenticator;
    private final Secrets secrets;
    private final InstantSource clock = InstantSource.system();
    private final Poll poll;
    private final Poll upkeep;

    @Activate
    public Realm(@Reference Database database, RealmConfig config) {
        secrets = new Secrets(new SecureRandom());
        registrationOpen = config.registration().equals("open");
        accounts = new SqlAccounts(database);
        passwords = new Passwords(
                Argon2.STANDARD, secrets, HASHES_PER_CORE * Runtime.getRuntime().availableProcessors(), HASH_PATIENCE);
        new FirstAccount(accounts, passwords, secrets, clock)
                .ensure(adminPassword(config), new SecretFile(Path.of(config.admin_password_file())));

        sessions = new SqlSessions(database);
        MasterKey master = config._master_key().isEmpty()
                ? MasterKey.in(new SecretFile(Path.of(config.key_file())), secrets)
                : MasterKey.of(config._master_key(), secrets);
        SigningKeys signingKeys = new SqlSigningKeys(database);
        keys = new KeyRing(signingKeys, master, clock);
        keys.refresh();
        AccessTokens.Terms terms = new AccessTokens.Terms(
                config.issuer(), config.audience(), Duration.ofSeconds(config.access_token_ttl_seconds()));
        Duration window = terms.ttl().plus(AccessTokenVerifier.SKEW).plus(CLOCK_MARGIN);
        rotation = new KeyRotation(
                signingKeys,
                keys,
                master,
                secrets,
                clock,
                Duration.ofSeconds(config.signing_key_ttl_seconds()),
                window.plus(KeyRing.LEARNING));
        verifier = new AccessTokenVerifier(keys, clock, terms);
        standing = new CurrentStanding(
                new SqlStanding(database), window, Duration.ofMillis(config.age_max_millis()), Ticker.SYSTEM);
        Failures failures = new SqlFailures(database);
        check = new PasswordCheck(accounts, passwords, failures, master);
        signIn = new SignIn(
                check,
                sessions,
                keys,
                new AccessTokens(secrets, clock, terms),
                standing,
                secrets,
                clock,
                Duration.ofSeconds(config.refresh_token_ttl_seconds()));

        roles = new SqlRoles(database);
        apiKeys = new SqlApiKeys(database);
        lastUses = new LastUses(apiKeys::used);
        keyAuthenticator = new KeyAuthenticator(
                apiKeys::stored, standing, Rate.parseOrOff(config.api_key_rate()), lastUses, clock, Ticker.SYSTEM);

        Recovery recovery =
                new Recovery(Path.of(config.admin_reset_file()), accounts, passwords, rules, standing, secrets, clock);
        recovery.run();

        Duration period = Duration.ofMillis(config.poll_millis());
        Sweep sweep = new Sweep(
                List.of(sessions::sweep, accounts::sweep, failures::sweep, signingKeys::sweep, apiKeys::sweep),
                SWEEP_PERIOD,
                Ticker.SYSTEM);
        Sweep uses = new Sweep(List.of(lastUses), USES_PERIOD, Ticker.SYSTEM);
        poll = new Poll(period, period, List.of(standing::refresh, keys::refresh, recovery, uses));
        // apart, as making a key takes seconds and a revocation must not wait for it
        upkeep = new Poll(keys.hasSigner() ? period : Duration.ZERO, period, List.of(rotation::update, sweep));
    }

    private static String adminPassword(RealmConfig config) {
        return config._admin_password().isEmpty() ? config.admin_password() : config._admin_password();
    }

    @Deactivate
    void close() {
        poll.close();
        upkeep.close();
        try {
            lastUses.run();
        } catch (StoreException e) {
            log.warn("the last uses of API keys are not on record: {}", e.getMessage());
        }
    }

    Accounts accounts() {
        return accounts;
    }

    Passwords passwords() {
        return passwords;
    }

    KeyRing keys() {
        return keys;
    }

    AccessTokenVerifier verifier() {
        return verifier;
    }

    CurrentStanding standing() {
        return standing;
    }

    SignIn signIn() {
        return signIn;
    }

    KeyRotation rotation() {
        return rotation;
    }

    PasswordRules passwordRules() {
        return rules;
    }

    Registration registration() {
        return new Registration(registrationOpen, accounts, passwords, rules, secrets, clock);
    }

    PasswordChange passwordChange() {
        return new PasswordChange(accounts, check, rules, passwords, standing);
    }

    OwnSessions ownSessions() {
        return new OwnSessions(sessions, standing);
    }

    Roles roles() {
        return roles;
    }

    ApiKeys apiKeys() {
        return apiKeys;
    }

    KeyAuthenticator keyAuthenticator() {
        return keyAuthenticator;
    }

    Secrets secrets() {
        return secrets;
    }
}
