package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that take each other's place, in PostgreSQL. */
@ExtendWith(PlatformDatabase.class)
class KeyRotationTest {
    private static final Actor ROOT = new Actor("root", "192.0.2.1");
    private static final Duration HOLD = Duration.ofMinutes(16);

    private final Database database;
    private final Fixture fixture = new Fixture();
    private final Account root = fixture.account("root", "admin");
    private final KeyRing ring;
    private final KeyRotation rotation;
    private final Rest rest;

    KeyRotationTest(Database database) {
        this.database = database;
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS); // as PostgreSQL keeps it
        fixture.clock.move(Duration.between(fixture.clock.instant(), now));
        SqlSigningKeys keys = new SqlSigningKeys(database);
        ring = new KeyRing(keys, fixture.master, fixture.clock);
        rotation = new KeyRotation(keys, ring, fixture.master, fixture.secrets, fixture.clock, Fixture.KEY_TTL, HOLD);
        rest = new Rest(new RotationResource(ring, rotation), Optional.of(root));
    }

    @Test
    void theNextKeyIsThereBeforeItSigns() {
        rotation.update();
        assertThat(states()).containsExactly("active");
        rotation.update();
        assertThat(states()).containsExactly("active", "standby");
        rotation.update();
        assertThat(states()).containsExactly("active", "standby");

        String next = kid(KeyState.STANDBY);
        assertThat(rest.call("POST", "admin/keys/rotate", null).status()).isEqualTo(200);
        assertThat(states()).containsExactly("passive", "active", "standby");
        assertThat(kid(KeyState.ACTIVE)).isEqualTo(next);
        assertThat(ring.verifying()).hasSize(3);
    }

    @Test
    void whatTheKeyBeforeSignedHoldsUntilThatHasExpired() {
        begin();
        String before = kid(KeyState.ACTIVE);
        rotation.rotate(Optional.empty(), ROOT);

        assertThat(ring.verifier(before)).isPresent();
        fixture.clock.move(HOLD.plusMinutes(10));
        assertThat(ring.verifier(before)).isEmpty();
        assertThat(ring.signer().kid()).isEqualTo(kid(KeyState.ACTIVE));
    }

    @Test
    void aKeyThatWasNotThereBeforeIsGivenTimeToBecomeKnown() {
        begin();
        standbySince(fixture.clock.instant().minus(KeyRing.LEARNING));
        rotation.rotate(Optional.empty(), ROOT);
        String second = ring.signer().kid();
        assertThat(second).isEqualTo(kid(KeyState.ACTIVE));

        standbySince(fixture.clock.instant());
        rotation.rotate(Optional.empty(), ROOT);
        assertThat(ring.signer().kid()).isEqualTo(second);
        fixture.clock.move(KeyRing.LEARNING);
        assertThat(ring.signer().kid()).isEqualTo(kid(KeyState.ACTIVE)).isNotEqualTo(second);
    }

    @Test
    void s7ARevokedKeyVerifiesNothing() {
        begin();
        String stolen = kid(KeyState.ACTIVE);
        Rest.Answer answer = rest.call("POST", "admin/keys/rotate", "{\"revoke\":\"" + stolen + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("items").findValuesAsText("state"))
                .containsExactlyInAnyOrder("revoked", "active", "standby");
        assertThat(ring.verifier(stolen)).isEmpty();
        assertThat(ring.signer().kid()).isEqualTo(kid(KeyState.ACTIVE)).isNotEqualTo(stolen);
        assertThat(audit()).contains("root key.revoke " + stolen + " ok");

        Rest.Answer again = rest.call("POST", "admin/keys/rotate", "{\"revoke\":\"" + stolen + "\"}");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body().get("errors").get(0).get("field").asText()).isEqualTo("revoke");
        assertThat(states()).containsExactlyInAnyOrder("revoked", "active", "standby");
    }

    @Test
    void theKeyOnStandbyMayBeRevokedToo() {
        begin();
        String standby = kid(KeyState.STANDBY);
        rotation.rotate(Optional.of(standby), ROOT);
        assertThat(states()).containsExactlyInAnyOrder("passive", "revoked", "active");
        rotation.update();
        assertThat(states()).containsExactlyInAnyOrder("passive", "revoked", "active", "standby");
    }

    @Test
    void aKeyThatIsTooOldIsReplacedByOneNodeAlone() {
        begin();
        String old = kid(KeyState.ACTIVE);
        rotation.update();
        assertThat(kid(KeyState.ACTIVE)).isEqualTo(old);

        database.update("UPDATE signing_keys SET activated_at = now() - interval '31 days' WHERE state = 'active'");
        rotation.update();
        rotation.update();
        assertThat(kid(KeyState.ACTIVE)).isNotEqualTo(old);
        assertThat(states()).containsExactlyInAnyOrder("passive", "active", "standby");
        assertThat(audit()).last().isEqualTo("node key.rotate " + kid(KeyState.ACTIVE) + " ok");

        SigningKeys.Rotation late = new SigningKeys.Rotation(
                Optional.of(old), Optional.empty(), fixture.key("late", KeyState.STANDBY, Fixture.PAIR), HOLD);
        assertThat(new SqlSigningKeys(database).rotate(late, ROOT)).isEqualTo(SigningKeys.Rotated.DONE_ALREADY);
    }

    @Test
    void keysOfLongAgoAreForgotten() {
        begin();
        rotation.rotate(Optional.empty(), ROOT);
        database.update("UPDATE signing_keys SET expires_at = now() - interval '2 days' WHERE state = 'passive'");
        new SqlSigningKeys(database).sweep();
        ring.refresh();
        assertThat(states()).containsExactlyInAnyOrder("active", "standby");
    }

    @Test
    void noSecretIsShown() {
        begin();
        Rest.Answer answer = rest.call("GET", "admin/keys", null);
        assertThat(answer.body().get("items").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("kid", "state", "created_at", "activated_at", "expires_at");
    }

    private void begin() {
        rotation.update();
        rotation.update();
    }

    private void standbySince(Instant time) {
        database.update("UPDATE signing_keys SET created_at = ? WHERE state = 'standby'", time);
    }

    private List<String> states() {
        ring.refresh();
        return ring.all().stream().map(key -> key.state().label()).toList();
    }

    private String kid(KeyState state) {
        ring.refresh();
        return ring.in(state).get(0).kid();
    }

    private List<String> audit() {
        return database.query(
                "SELECT concat_ws(' ', actor, action, target, result) AS line FROM audit ORDER BY id",
                row -> row.string("line"));
    }
}
