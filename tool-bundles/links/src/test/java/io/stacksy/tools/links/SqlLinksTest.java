package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlLinksTest {
    private static final Code OSGI = new Code("osgi");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00.123456Z");

    private final EmbeddedPostgres postgres = start();
    private final DataSource source = postgres.getPostgresDatabase();
    private final SqlLinks links = new SqlLinks(source);

    private static EmbeddedPostgres start() {
        Path folder = Path.of("target", "postgres").toAbsolutePath();
        try {
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                    .setDataDirectory(folder.resolve("data"))
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void migrate() throws IOException, SQLException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(Path.of("target", "classes", "db", "migration"))) {
            scripts = files.sorted().toList();
        }
        for (Path script : scripts) {
            execute(Files.readString(script));
        }
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        execute("TRUNCATE links");
    }

    @Test
    void keepsWhatItIsGiven() {
        Link added = links.add(OSGI, "me", content("https://www.osgi.org/", Optional.of(LATER)))
                .orElseThrow();
        assertThat(links.find(OSGI, "me")).contains(added);
        assertThat(added.content()).isEqualTo(content("https://www.osgi.org/", Optional.of(LATER)));
        assertThat(added.clicks()).isZero();
        assertThat(added.lastClickedAt()).isEmpty();
        assertThat(links.resolve(OSGI)).contains(new Resolved(added.id(), added.target(), Optional.of(LATER)));
    }

    @Test
    void hasEachCodeOnceAndKnowsItsCase() {
        links.add(OSGI, "me", content("https://a.org/", Optional.empty()));
        assertThat(links.add(OSGI, "other", content("https://b.org/", Optional.empty())))
                .isEmpty();
        assertThat(links.add(new Code("OSGI"), "other", content("https://b.org/", Optional.empty())))
                .isPresent();
    }

    @Test
    void findsAndChangesAndRemovesOnlyForTheOwner() {
        links.add(OSGI, "me", content("https://a.org/", Optional.empty()));
        Link.Content other = content("https://b.org/", Optional.of(LATER));
        assertThat(links.find(OSGI, "other")).isEmpty();
        assertThat(links.change(OSGI, "other", old -> other)).isEmpty();
        assertThat(links.remove(OSGI, "other")).isFalse();
        assertThat(links.change(OSGI, "me", old -> other).map(Link::content)).contains(other);
        assertThat(links.find(OSGI, "me").map(Link::content)).contains(other);
        assertThat(links.remove(OSGI, "me")).isTrue();
        assertThat(links.resolve(OSGI)).isEmpty();
    }

    @Test
    void leavesALinkAsItIsWhenAChangeIsRefused() {
        Link added = links.add(OSGI, "me", content("https://a.org/", Optional.empty()))
                .orElseThrow();
        assertThatThrownBy(() -> links.change(OSGI, "me", old -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(links.find(OSGI, "me")).contains(added);
    }

    @Test
    void listsNewestFirstFromACursorOn() {
        for (int i = 1; i <= 5; i++) {
            links.add(new Code("code" + i), "me", content("https://a.org/", Optional.empty()));
        }
        links.add(OSGI, "other", content("https://a.org/", Optional.empty()));
        List<Link> first = links.list("me", 2, Optional.empty());
        assertThat(first).extracting(link -> link.code().value()).containsExactly("code5", "code4");
        List<Link> rest = links.list(
                "me", 10, Optional.of(Cursor.parse(Cursor.after(first.get(1)).toString())));
        assertThat(rest).extracting(link -> link.code().value()).containsExactly("code3", "code2", "code1");
    }

    @Test
    void addsClicksToManyLinksAndDropsThoseOfOthers() {
        long one = id("one");
        long two = id("two");
        links.addClicks(List.of(
                new Links.Clicked(two, 5, LATER), new Links.Clicked(one, 2, LATER), new Links.Clicked(-7, 1, LATER)));
        links.addClicks(List.of(new Links.Clicked(one, 1, LATER.minusSeconds(60))));
        assertThat(links.find(new Code("one"), "me")).hasValueSatisfying(link -> {
            assertThat(link.clicks()).isEqualTo(3);
            assertThat(link.lastClickedAt()).contains(LATER);
        });
        assertThat(links.find(new Code("two"), "me").map(Link::clicks)).contains(5L);
    }

    @Test
    void isCheckedByItsTable() throws SQLException {
        TableCheck check = new TableCheck(source);
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
        execute("ALTER TABLE links RENAME TO hidden");
        try {
            assertThat(check.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
            assertThatThrownBy(() -> links.resolve(OSGI))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.reason())
                            .isEqualTo(StoreException.Reason.REJECTED));
        } finally {
            execute("ALTER TABLE hidden RENAME TO links");
        }
    }

    private long id(String code) {
        return links.add(new Code(code), "me", content("https://a.org/", Optional.empty()))
                .orElseThrow()
                .id();
    }

    private static Link.Content content(String url, Optional<Instant> expiresAt) {
        return new Link.Content(Target.stored(url), expiresAt, Given.details());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
