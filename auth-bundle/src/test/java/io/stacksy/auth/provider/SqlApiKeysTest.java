package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.auth.Permission;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformDatabase.class)
class SqlApiKeysTest {
    private static final Actor ROOT = new Actor("root", "192.0.2.7");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
    private static final Instant LATER = NOON.plusSeconds(3_600);

    private final Secrets secrets = new Secrets(new SecureRandom());
    private final Database database;
    private final SqlAccounts accounts;
    private final SqlApiKeys keys;
    private final Account ada;

    SqlApiKeysTest(Database database) {
        this.database = database;
        this.accounts = new SqlAccounts(database);
        this.keys = new SqlApiKeys(database);
        this.ada = account("ada", AccountKind.SERVICE);
    }

    @Test
    void keepsAKeyAndOfItsSecretTheDigest() {
        KeyText text = KeyText.make(secrets);
        ApiKey key = new ApiKey(
                text.id(),
                ada.id(),
                "build",
                Set.of(new Permission("links:read"), new Permission("qr:*")),
                Optional.of(Rate.parse("100/s")),
                NOON,
                Optional.of(LATER),
                Optional.empty(),
                Optional.empty());
        assertThat(keys.add(key, text.digest(), ROOT)).isTrue();

        assertThat(keys.find(ada.id(), text.id())).hasValue(key);
        assertThat(keys.stored(text.id())).hasValue(new StoredKey(key, ada, 0, text.digest(), Optional.empty()));
        assertThat(keys.find(UUID.randomUUID(), text.id())).isEmpty();
        assertThat(keys.stored("nobody")).isEmpty();
        assertThat(audit())
                .containsExactly("root api_key.create ada {\"key\": \"" + text.id()
                        + "\", \"name\": \"build\", \"scopes\": \"links:read qr:*\","
                        + " \"expires_at\": \"2026-11-23T13:00:00.123456Z\"}");
        assertThat(dump()).doesNotContain(text.secret()).contains(text.id());
    }

    @Test
    void keysOfAnAccountComeOldestFirstAPartAtATime() {
        List<String> ids = List.of(add(NOON), add(NOON.plusSeconds(2)), add(NOON.plusSeconds(1)));

        assertThat(keys.list(ada.id(), 2, "")).extracting(ApiKey::id).containsExactly(ids.get(0), ids.get(2));
        assertThat(keys.list(ada.id(), 2, ids.get(2))).extracting(ApiKey::id).containsExactly(ids.get(1));
        assertThat(keys.list(UUID.randomUUID(), 2, "")).isEmpty();
    }

    @Test
    void aRotatedKeyHasTwoSecretsAndAllNodesLearnOfIt() {
        KeyText text = KeyText.make(secrets);
        keys.add(key(text, NOON), text.digest(), ROOT);
        assertThat(changed()).isEmpty();

        KeyText next = text.renewed(secrets);
        Optional<ApiKey> rotated = keys.rotate(ada.id(), text.id(), next.digest(), LATER, ROOT);

        assertThat(rotated.orElseThrow().previousUntil()).hasValue(LATER);
        StoredKey stored = keys.stored(text.id()).orElseThrow();
        assertThat(stored.secret()).isEqualTo(next.digest());
        assertThat(stored.previous()).hasValue(text.digest());
        assertThat(changed()).containsOnly(Map.entry(text.id(), 1L));
        assertThat(keys.rotate(UUID.randomUUID(), text.id(), next.digest(), LATER, ROOT))
                .isEmpty();
        assertThat(audit()).hasSize(2).last().asString().startsWith("root api_key.rotate ada");
    }

    @Test
    void aRevokedKeyIsGoneAndAllNodesLearnOfIt() {
        String id = add(NOON);

        assertThat(keys.revoke(UUID.randomUUID(), id, ROOT)).isFalse();
        assertThat(keys.revoke(ada.id(), id, ROOT)).isTrue();
        assertThat(keys.revoke(ada.id(), id, ROOT)).isFalse();
        assertThat(keys.stored(id)).isEmpty();
        assertThat(keys.list(ada.id(), 10, "")).isEmpty();
        assertThat(changed()).containsOnly(Map.entry(id, 1L));
        assertThat(audit()).hasSize(2).last().isEqualTo("root api_key.revoke ada {\"key\": \"" + id + "\"}");
    }

    @Test
    void anAccountHasSoManyKeysAndNoMore() {
        for (int i = 0; i < ApiKeys.MAX; i++) {
            add(NOON);
        }
        KeyText text = KeyText.make(secrets);
        assertThat(keys.add(key(text, NOON), text.digest(), ROOT)).isFalse();
        keys.revoke(ada.id(), keys.list(ada.id(), 1, "").get(0).id(), ROOT);
        assertThat(keys.add(key(text, NOON), text.digest(), ROOT)).isTrue();
    }

    @Test
    void aKeyGoesWithItsOwner() {
        String id = add(NOON);
        accounts.remove(ada.id(), ROOT);
        KeyText text = KeyText.make(secrets);
        assertThat(keys.stored(id)).isEmpty();
        assertThat(keys.add(key(text, NOON), text.digest(), ROOT)).isFalse();
    }

    @Test
    void lastUsesOnlyMoveOn() {
        String one = add(NOON);
        String two = add(NOON);
        keys.used(Map.of(one, LATER, two, NOON));
        keys.used(Map.of(one, NOON, two, LATER, "nobody", NOON));
        assertThat(keys.list(ada.id(), 10, ""))
                .extracting(ApiKey::lastUsedAt)
                .containsExactly(Optional.of(LATER), Optional.of(LATER));
    }

    @Test
    void whatEndedLongAgoIsForgotten() {
        String revoked = add(NOON);
        String expired = add(NOON);
        String good = add(NOON);
        keys.revoke(ada.id(), revoked, ROOT);
        keys.sweep();
        assertThat(ids()).containsExactlyInAnyOrder(revoked, expired, good);

        database.update("UPDATE api_keys SET revoked_at = now() - interval '2 days' WHERE id = ?", revoked);
        database.update("UPDATE api_keys SET expires_at = now() - interval '31 days' WHERE id = ?", expired);
        keys.sweep();
        assertThat(ids()).containsExactly(good);
    }

    private Account account(String name, AccountKind kind) {
        Account account = new Account(UUID.randomUUID(), name, Set.of("user"), true, NOON, kind);
        assertThat(accounts.add(Credentials.none(account), ROOT)).isTrue();
        return account;
    }

    private String add(Instant createdAt) {
        KeyText text = KeyText.make(secrets);
        assertThat(keys.add(key(text, createdAt), text.digest(), ROOT)).isTrue();
        return text.id();
    }

    private ApiKey key(KeyText text, Instant createdAt) {
        return new ApiKey(
                text.id(),
                ada.id(),
                "build",
                Set.of(new Permission("*")),
                Optional.empty(),
                createdAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Map<String, Long> changed() {
        return new SqlStanding(database).within(Duration.ofMinutes(1)).keys();
    }

    private List<String> ids() {
        return database.query("SELECT id FROM api_keys", row -> row.string("id"));
    }

    private String dump() {
        return database.query(
                        "SELECT k::text AS line FROM api_keys k UNION ALL SELECT a::text FROM audit a",
                        row -> row.string("line"))
                .toString();
    }

    private List<String> audit() {
        return database.query(
                "SELECT concat_ws(' ', actor, action, target, details) AS line FROM audit"
                        + " WHERE action LIKE 'api_key.%' ORDER BY id",
                row -> row.string("line"));
    }
}
