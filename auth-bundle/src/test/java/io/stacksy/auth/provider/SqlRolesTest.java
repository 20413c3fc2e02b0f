package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.Permission;
import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import io.stacksy.tool.ToolException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformDatabase.class)
class SqlRolesTest {
    private static final Actor ROOT = new Actor("root", "192.0.2.7");
    private static final Set<Permission> READ = Set.of(new Permission("links:read"), new Permission("qr:*"));
    private static final Role AUDITOR = new Role("auditor", READ, false);

    private final Database database;
    private final SqlRoles roles;

    SqlRolesTest(Database database) {
        this.database = database;
        this.roles = new SqlRoles(database);
    }

    @Test
    void theBuiltInOnesAreThereAndStayAsTheyAre() {
        assertThat(roles.all()).extracting(held -> held.role().name()).containsExactly("admin", "operator", "user");
        for (String name : List.of("admin", "operator", "user")) {
            assertThat(roles.change(name, READ, ROOT)).isEqualTo(new Roles.Outcome.BuiltIn());
            assertThat(roles.remove(name, ROOT)).isEqualTo(new Roles.Outcome.BuiltIn());
            assertThat(roles.add(new Role(name, READ, false), ROOT)).isFalse();
        }
        assertThat(audit()).isEmpty();
    }

    @Test
    void aRoleIsKeptChangedAndRemoved() {
        assertThat(roles.add(AUDITOR, ROOT)).isTrue();
        assertThat(roles.add(AUDITOR, ROOT)).isFalse();
        assertThat(roles.find("auditor")).hasValue(new Roles.Held(AUDITOR, 0));
        assertThat(standing()).containsEntry("auditor", AUDITOR);

        Set<Permission> other = Set.of(new Permission("audit:read"));
        Role changed = new Role("auditor", other, false);
        assertThat(roles.change("auditor", other, ROOT)).isEqualTo(new Roles.Outcome.Done(new Roles.Held(changed, 0)));
        assertThat(standing()).containsEntry("auditor", changed);

        assertThat(roles.remove("auditor", ROOT)).isInstanceOf(Roles.Outcome.Done.class);
        assertThat(roles.remove("auditor", ROOT)).isInstanceOf(Roles.Outcome.NotFound.class);
        assertThat(roles.change("auditor", other, ROOT)).isInstanceOf(Roles.Outcome.NotFound.class);
        assertThat(audit())
                .containsExactly(
                        "root role.create auditor {\"permissions\": \"links:read qr:*\"}",
                        "root role.change auditor {\"permissions\": \"audit:read\"}",
                        "root role.delete auditor {}");
    }

    @Test
    void aRoleThatSomebodyHasIsNotRemoved() {
        roles.add(AUDITOR, ROOT);
        SqlAccounts accounts = new SqlAccounts(database);
        Account ada = account("auditor");
        accounts.add(Credentials.none(ada), ROOT);

        assertThat(roles.find("auditor")).hasValue(new Roles.Held(AUDITOR, 1));
        assertThat(roles.remove("auditor", ROOT)).isEqualTo(new Roles.Outcome.InUse(1));
        accounts.remove(ada.id(), ROOT);
        assertThat(roles.remove("auditor", ROOT)).isInstanceOf(Roles.Outcome.Done.class);
    }

    @Test
    void aRoleThatIsGoneIsGivenToNobody() {
        SqlAccounts accounts = new SqlAccounts(database);
        Credentials ada = Credentials.none(account("auditor", "user"));
        assertThatThrownBy(() -> accounts.add(ada, ROOT)).isInstanceOf(ToolException.class);
        assertThat(accounts.find(ada.account().id())).isEmpty();
    }

    private static Account account(String... roles) {
        return new Account(
                UUID.randomUUID(),
                "ada",
                Set.of(roles),
                true,
                Instant.parse("2026-11-23T12:00:00Z"),
                AccountKind.SERVICE);
    }

    private Map<String, Role> standing() {
        return new SqlStanding(database).within(Duration.ofMinutes(1)).roles();
    }

    private List<String> audit() {
        return database.query(
                "SELECT concat_ws(' ', actor, action, target, details) AS line FROM audit"
                        + " WHERE action LIKE 'role.%' ORDER BY id",
                row -> row.string("line"));
    }
}
