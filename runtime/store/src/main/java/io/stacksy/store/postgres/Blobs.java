package io.stacksy.store.postgres;

import io.stacksy.deploy.Revision;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The bytes of revisions. They go to the database as a stream and come back in pieces, and are verified both ways. */
final class Blobs {
    private static final int PIECE = 1 << 20;
    private static final Duration INSERT_TIMEOUT = Duration.ofMinutes(1);

    private final PostgresDatabase database;

    Blobs(PostgresDatabase database) {
        this.database = database;
    }

    /** Stores a revision that is not there yet. */
    void insert(Revision revision, Path jar, List<String> aliases) {
        database.transact(transaction -> {
            try (InputStream file = Files.newInputStream(jar)) {
                MessageDigest digest = sha256();
                insert(
                        transaction.connection(),
                        revision,
                        new DigestInputStream(file, digest),
                        Files.size(jar),
                        aliases);
                verify(revision, digest);
                return revision;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw StoreErrors.of(e);
            }
        });
    }

    private static void insert(
            Connection connection, Revision revision, InputStream bytes, long length, List<String> aliases)
            throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, (int) INSERT_TIMEOUT.plusSeconds(5).toMillis());
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO revisions (tool, version, sha256, blob, aliases, state)"
                                + " VALUES (?, ?, ?, ?, ?, 'staged')")) {
            statement.execute("SET LOCAL statement_timeout TO " + INSERT_TIMEOUT.toMillis());
            insert.setString(1, revision.tool().value());
            insert.setString(2, revision.version().toString());
            insert.setString(3, revision.sha256());
            insert.setBinaryStream(4, bytes, length);
            insert.setArray(5, connection.createArrayOf("text", aliases.toArray()));
            insert.executeUpdate();
        }
    }

    /** Writes the bytes to a new file, which is not left behind if that fails. */
    void copyTo(Revision revision, Path file) {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            boolean copied = false;
            try {
                copy(revision, Channels.newOutputStream(out));
                out.force(true);
                copied = true;
            } finally {
                if (!copied) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Revision revision, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        byte[] piece;
        int start = 1;
        do {
            piece = piece(revision, start);
            digest.update(piece);
            out.write(piece);
            start += piece.length;
        } while (piece.length == PIECE);
        verify(revision, digest);
    }

    private byte[] piece(Revision revision, int start) {
        return database
                .query(
                        "SELECT substring(blob FROM ? FOR ?) AS piece FROM revisions"
                                + " WHERE tool = ? AND version = ? AND sha256 = ?",
                        row -> row.bytes("piece"),
                        start,
                        PIECE,
                        revision.tool().value(),
                        revision.version().toString(),
                        revision.sha256())
                .stream()
                .findFirst()
                .orElseThrow(() -> StoreException.rejected("the ledger has no " + revision, null));
    }

    private static void verify(Revision revision, MessageDigest digest) {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(revision.sha256())) {
            throw StoreException.rejected("the bytes of " + revision + " are not those of its SHA-256", null);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
