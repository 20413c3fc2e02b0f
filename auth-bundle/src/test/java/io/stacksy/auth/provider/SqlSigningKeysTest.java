package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.store.Database;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformDatabase.class)
class SqlSigningKeysTest {
    private final Fixture fixture = new Fixture();

    @Test
    void thereIsOneActiveKeyWhoeverIsFirst(Database database) {
        SqlSigningKeys keys = new SqlSigningKeys(database);
        SigningKey first = fixture.key("first", KeyState.ACTIVE, Fixture.PAIR);

        assertThat(keys.addFirst(first)).isTrue();
        assertThat(keys.addFirst(fixture.key("second", KeyState.ACTIVE, Fixture.OTHER_PAIR)))
                .isFalse();
        assertThat(keys.all()).singleElement().satisfies(key -> {
            assertThat(key.kid()).isEqualTo("first");
            assertThat(key.state()).isEqualTo(KeyState.ACTIVE);
            assertThat(key.publicKey()).isEqualTo(Fixture.PAIR.getPublic());
            assertThat(key.privateKey().bytes()).isEqualTo(first.privateKey().bytes());
            assertThat(key.expiresAt()).isEmpty();
        });
    }

    @Test
    void rolesComeWithTheirPermissions(Database database) {
        Standing standing = new SqlStanding(database).within(Duration.ofMinutes(1));

        assertThat(standing.roles().keySet()).contains("admin", "operator", "user");
        assertThat(standing.roles().get("operator")).matches(Role::builtIn).matches(role -> role.grants("tools:write"));
        assertThat(standing.revoked()).isEmpty();
        assertThat(standing.changed()).isEmpty();
    }
}
