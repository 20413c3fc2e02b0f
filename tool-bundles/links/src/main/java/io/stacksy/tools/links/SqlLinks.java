package io.stacksy.tools.links;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The links in the tool's own schema. Thread-safe. */
@Component(service = Links.class)
public final class SqlLinks implements Links {
    private static final List<String> GIVEN = Stream.concat(Stream.of("url", "expires_at"), Details.COLUMNS.stream())
            .toList();
    private static final String ALL =
            "id, code, owner, created_at, clicks, last_clicked_at, " + String.join(", ", GIVEN);
    private static final String ADD = "INSERT INTO links (code, owner, " + String.join(", ", GIVEN) + ") VALUES (?, ?"
            + ", ?".repeat(GIVEN.size()) + ") ON CONFLICT (code) DO NOTHING RETURNING " + ALL;
    private static final String FIND = "SELECT " + ALL + " FROM links WHERE code = ? AND owner = ?";
    private static final String RESOLVE = "SELECT id, url, expires_at FROM links WHERE code = ?";
    private static final String FIRST =
            "SELECT " + ALL + " FROM links WHERE owner = ? ORDER BY created_at DESC, code DESC LIMIT ?";
    private static final String NEXT = "SELECT " + ALL + " FROM links WHERE owner = ? AND (created_at, code) < (?, ?)"
            + " ORDER BY created_at DESC, code DESC LIMIT ?";
    private static final String CHANGE = "UPDATE links SET "
            + GIVEN.stream().map(column -> column + " = ?").collect(Collectors.joining(", ")) + " WHERE id = ?";
    private static final String REMOVE = "DELETE FROM links WHERE code = ? AND owner = ?";

    /** Locks in the order of the keys, so that two nodes that count the same links never wait for each other. */
    private static final String ADD_CLICKS =
            """
            WITH clicked AS (
              SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) AS given (id, clicks, last)
            ), locked AS (
              SELECT id FROM links WHERE id IN (SELECT id FROM clicked) ORDER BY id FOR NO KEY UPDATE
            )
            UPDATE links SET
              clicks = links.clicks + clicked.clicks,
              last_clicked_at = greatest(links.last_clicked_at, clicked.last)
            FROM locked JOIN clicked USING (id)
            WHERE links.id = locked.id
            """;

    private final DataSource source;

    @Activate
    public SqlLinks(@Reference DataSource source) {
        this.source = source;
    }

    @Override
    public Optional<Link> add(Code code, String owner, Link.Content content) {
        return with(ADD, statement -> {
            statement.setString(1, code.value());
            statement.setString(2, owner);
            bind(statement, 3, content);
            return first(statement);
        });
    }

    @Override
    public Optional<Link> find(Code code, String owner) {
        return with(FIND, statement -> {
            statement.setString(1, code.value());
            statement.setString(2, owner);
            return first(statement);
        });
    }

    @Override
    public Optional<Resolved> resolve(Code code) {
        return with(RESOLVE, statement -> {
            statement.setString(1, code.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Resolved(
                                rows.getLong("id"), Target.stored(rows.getString("url")), instant(rows, "expires_at")))
                        : Optional.empty();
            }
        });
    }

    @Override
    public List<Link> list(String owner, int limit, Optional<Cursor> after) {
        return with(after.isPresent() ? NEXT : FIRST, statement -> {
            int next = 1;
            statement.setString(next++, owner);
            if (after.isPresent()) {
                statement.setObject(next++, offset(after.get().createdAt()));
                statement.setString(next++, after.get().code().value());
            }
            statement.setInt(next, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<Link> links = new ArrayList<>();
                while (rows.next()) {
                    links.add(link(rows));
                }
                return links;
            }
        });
    }

    @Override
    public Optional<Link> change(Code code, String owner, UnaryOperator<Link.Content> change) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement find = connection.prepareStatement(FIND + " FOR NO KEY UPDATE");
                    PreparedStatement write = connection.prepareStatement(CHANGE + " RETURNING " + ALL)) {
                find.setString(1, code.value());
                find.setString(2, owner);
                Optional<Link> found = first(find);
                Optional<Link> changed = Optional.empty();
                if (found.isPresent()) {
                    int next = bind(write, 1, change.apply(found.get().content()));
                    write.setLong(next, found.get().id());
                    changed = first(write);
                }
                connection.commit();
                return changed;
            } finally {
                connection.rollback(); // of nothing, once it is committed
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw StoreException.of(e);
        }
    }

    @Override
    public boolean remove(Code code, String owner) {
        return with(REMOVE, statement -> {
            statement.setString(1, code.value());
            statement.setString(2, owner);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public void addClicks(Collection<Clicked> clicked) {
        with(ADD_CLICKS, statement -> {
            Connection connection = statement.getConnection();
            Object[] ids = clicked.stream().map(Clicked::link).toArray();
            Object[] counts = clicked.stream().map(Clicked::clicks).toArray();
            Object[] times = clicked.stream().map(one -> one.last().toString()).toArray();
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.setArray(2, connection.createArrayOf("bigint", counts));
            statement.setArray(3, connection.createArrayOf("timestamptz", times));
            return statement.executeUpdate();
        });
    }

    private static Optional<Link> first(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(link(rows)) : Optional.empty();
        }
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getLong("id"),
                new Code(row.getString("code")),
                Target.stored(row.getString("url")),
                row.getString("owner"),
                Details.read(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                row.getLong("clicks"),
                instant(row, "last_clicked_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime offset(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** Sets the columns {@link #GIVEN} from {@code first} on, and returns the number after the last. */
    private static int bind(PreparedStatement statement, int first, Link.Content content) throws SQLException {
        statement.setString(first, content.target().toString());
        if (content.expiresAt().isPresent()) {
            statement.setObject(first + 1, offset(content.expiresAt().get()));
        } else {
            statement.setNull(first + 1, Types.TIMESTAMP_WITH_TIMEZONE);
        }
        return content.details().bind(statement, first + 2);
    }

    private <T> T with(String sql, Work<T> work) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.run(statement);
        } catch (SQLException e) {
            throw StoreException.of(e);
        }
    }

    /** What is done with a statement. */
    private interface Work<T> {
        T run(PreparedStatement statement) throws SQLException;
    }
}
