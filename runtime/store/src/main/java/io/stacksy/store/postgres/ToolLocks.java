package io.stacksy.store.postgres;

import io.stacksy.deploy.ToolName;
import io.stacksy.store.Ledger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks on tools, over all nodes: advisory locks of PostgreSQL, each held by a connection of its own outside of the pool,
 * so that long rollouts take no connection from anybody and a dead node's locks are free at once. Thread-safe.
 */
final class ToolLocks {
    private static final Logger log = LoggerFactory.getLogger(ToolLocks.class);

    private final Connector connector;
    private final Set<ToolName> held = ConcurrentHashMap.newKeySet();

    ToolLocks(Connector connector) {
        this.connector = connector;
    }

    Optional<Ledger.Lock> tryLock(ToolName tool) {
        if (!held.add(tool)) {
            return Optional.empty();
        }
        Optional<Ledger.Lock> lock = Optional.empty();
        try {
            lock = lock(tool);
            return lock;
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        } finally {
            if (lock.isEmpty()) {
                held.remove(tool);
            }
        }
    }

    private Optional<Ledger.Lock> lock(ToolName tool) throws SQLException {
        connector.reach().require();
        Connection connection = connector.connect();
        boolean locked = false;
        try {
            locked = call(connection, "SELECT pg_try_advisory_lock(?)", tool);
        } finally {
            if (!locked) {
                connection.close();
            }
        }
        return locked ? Optional.of(new HeldLock(tool, connection)) : Optional.empty();
    }

    private static boolean call(Connection connection, String function, ToolName tool) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(function)) {
            statement.setLong(1, key(tool));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /** The same on every node. */
    private static long key(ToolName tool) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("stacksy tool " + tool).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** A lock for as long as its connection lives. */
    private final class HeldLock implements Ledger.Lock {
        private final ToolName tool;
        private final Connection connection;
        private final AtomicBoolean open = new AtomicBoolean(true);

        HeldLock(ToolName tool, Connection connection) {
            this.tool = tool;
            this.connection = connection;
        }

        @Override
        public void close() {
            if (!open.compareAndSet(true, false)) {
                return;
            }
            try (connection) {
                if (!call(connection, "SELECT pg_advisory_unlock(?)", tool)) {
                    log.warn("lock tool={} was not held any more", tool);
                }
            } catch (SQLException e) {
                log.warn("lock tool={} was lost with its connection: {}", tool, StoreErrors.reason(e));
            } finally {
                held.remove(tool);
            }
        }
    }
}
