package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import java.sql.SQLException;

/** Says which right the login role lacks, and how to grant it. */
final class Rights {
    private Rights() {}

    static StoreException roles(String user, SQLException cause) {
        return StoreException.rejected(
                "the database user '" + user + "' may not create roles for tools; as a superuser, run: ALTER ROLE "
                        + SessionUser.quote(user) + " CREATEROLE",
                cause);
    }

    static StoreException membership(String user, String role, SQLException cause) {
        return StoreException.rejected(
                "the database user '" + user + "' may not act as the role '" + role
                        + "', which is there already; as a superuser, run: GRANT " + SessionUser.quote(role) + " TO "
                        + SessionUser.quote(user),
                cause);
    }

    static StoreException schemas(String user, String database, SQLException cause) {
        return StoreException.rejected(
                "the database user '" + user + "' may not create schemas in this database; as its owner, run: "
                        + "GRANT CREATE ON DATABASE " + SessionUser.quote(database) + " TO " + SessionUser.quote(user),
                cause);
    }
}
