package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.deploy.Actor;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sign-in over fakes, with a cheap hash and a key that is there already. */
final class Fixture {
    static final KeyPair PAIR = pair();
    static final KeyPair OTHER_PAIR = pair();
    static final String KID = "key-1";
    static final AccessTokens.Terms TERMS =
            new AccessTokens.Terms("https://issuer.test", "stacksy", Duration.ofMinutes(10));
    static final Duration AGE_MAX = Duration.ofSeconds(60);
    static final Duration KEY_TTL = Duration.ofDays(30);
    static final Duration SESSION_TTL = Duration.ofDays(7);
    static final Client CLIENT = new Client("192.0.2.1", Optional.of("test"));
    static final Argon2 CHEAP = new Argon2(64, 1, 1);
    static final Map<String, Role> ROLES = Map.of(
            "admin", new Role("admin", Set.of(new Permission("*")), true),
            "operator", new Role("operator", Set.of(new Permission("tools:*"), new Permission("audit:read")), true),
            "user", new Role("user", Set.of(new Permission("links:*")), true),
            "helpdesk", new Role("helpdesk", Set.of(new Permission("users:read")), false));

    final MovableClock clock = new MovableClock();
    final Secrets secrets = new Secrets(new SecureRandom());
    final MasterKey master = new MasterKey(new byte[32], secrets);
    final MemoryAccounts accounts = new MemoryAccounts();
    final MemoryApiKeys apiKeys = new MemoryApiKeys(accounts);
    final MemorySessions sessions = new MemorySessions();
    final MemorySigningKeys storedKeys = new MemorySigningKeys();
    final KeyRing keys = new KeyRing(storedKeys, master, clock);
    final KeyRotation rotation =
            new KeyRotation(storedKeys, keys, master, secrets, clock, KEY_TTL, Duration.ofMinutes(16));
    final MemoryFailures failures = new MemoryFailures(clock);
    final PasswordRules rules = new PasswordRules(Set.of("password123"));
    final Passwords passwords = new Passwords(CHEAP, secrets, 2, Duration.ofSeconds(10));
    final PasswordCheck check = new PasswordCheck(accounts, passwords, failures, master);
    final AccessTokens accessTokens = new AccessTokens(secrets, clock, TERMS);
    final AccessTokenVerifier verifier = new AccessTokenVerifier(keys, clock, TERMS);
    Standing stored = new Standing(Set.of(), Map.of(), ROLES);
    final CurrentStanding standing = new CurrentStanding(window -> standing(), Duration.ofMinutes(15), AGE_MAX, clock);
    final RoleAuthorizer authorizer = new RoleAuthorizer(standing::roles);
    final JwtAuthenticator authenticator = new JwtAuthenticator(verifier::verify, keys, standing, clock);
    final SignIn signIn = new SignIn(check, sessions, keys, accessTokens, standing, secrets, clock, SESSION_TTL);

    final MemoryRoles roles = new MemoryRoles(ROLES.values());
    final Users users = new Users(accounts, roles, passwords, rules, standing, secrets, clock);
    final IssuedKeys keyBook = new IssuedKeys(apiKeys, standing, secrets, clock);

    Fixture() {
        storedKeys.put(key(KID, KeyState.ACTIVE, PAIR));
        keys.refresh();
    }

    private Standing standing() {
        return new Standing(stored.revoked(), stored.changed(), stored.roles(), apiKeys.generations());
    }

    /** A key that every node knows of. */
    SigningKey key(String kid, KeyState state, KeyPair pair) {
        Sealed sealed = master.seal(pair.getPrivate().getEncoded(), kid);
        Instant created = clock.instant().minus(KeyRing.LEARNING);
        return new SigningKey(
                kid,
                state,
                (RSAPublicKey) pair.getPublic(),
                sealed,
                created,
                Optional.of(created).filter(at -> state != KeyState.STANDBY),
                Optional.empty());
    }

    /** An account of that name, with the name backwards for a password. */
    Account account(String username, String... roles) {
        Account account = new Account(secrets.id(), username, Set.of(roles), true, clock.instant());
        accounts.add(new Credentials(account, passwords.hash(password(username))), Actor.node("test"));
        return account;
    }

    /** A service account of that name. */
    Account service(String username, String... roles) {
        Account account =
                new Account(secrets.id(), username, Set.of(roles), true, clock.instant(), AccountKind.SERVICE);
        accounts.add(Credentials.none(account), Actor.node("test"));
        return account;
    }

    /** A key of that account, with these scopes. */
    IssuedKeys.Issued key(Account account, String... scopes) {
        Set<Permission> permissions = Stream.of(scopes).map(Permission::new).collect(Collectors.toSet());
        IssuedKeys.Order order = new IssuedKeys.Order("a key", permissions, Optional.empty(), Optional.empty());
        return keyBook.add(account.id(), order, Actor.node("test"));
    }

    static String password(String username) {
        return new StringBuilder(username).reverse() + "-password";
    }

    SignIn.Tokens login(String username) {
        return signIn.login(username, password(username), CLIENT);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
