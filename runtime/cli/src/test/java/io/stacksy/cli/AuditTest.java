package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditTest {
    private static final String FIRST = "GET /admin/audit?limit=50";

    private final Path home;
    private final FakeNode node = new FakeNode();

    AuditTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void showsTheNewestLinesWithTheNewestAtTheEnd() {
        node.says(
                FIRST,
                200,
                page(
                        null,
                        "{\"id\":8,\"at\":\"2026-11-01T12:00:01Z\",\"actor\":\"node\",\"address\":\"local\","
                                + "\"action\":\"revision.retired\",\"target\":\"links@1.0.0\",\"result\":\"ok\","
                                + "\"details\":{\"tool\":\"links\",\"rule\":\"rollback window over\"}}",
                        line(7)));
        assertThat(command().run("audit"))
                .isEqualTo(new Result(
                        0,
                        """
                TIME                  ACTOR  ADDRESS    ACTION            TARGET       RESULT  DETAILS
                2026-11-01T12:00:00Z  ada    192.0.2.7  tool.switched     links@1.1.0  ok      from=1.0.0
                2026-11-01T12:00:01Z  node   local      revision.retired  links@1.0.0  ok      rule='rollback window over'
                """,
                        ""));
    }

    @Test
    void showsOneObjectALineToPrograms() {
        node.says(FIRST, 200, page(null, line(8), line(7)));
        Result result = command().run("audit", "--output", "json");
        assertThat(result.out().lines()).containsExactly(line(7), line(8));
    }

    @Test
    void asksForThoseThatAreMeantAndForAsManyPagesAsItTakes() {
        String path = "GET /admin/audit?limit=200&action=tool.switched&actor=ada&tool=links";
        node.says(path, 200, page("5", line(9), line(5)));
        node.says(path + "&cursor=5", 200, page("3", line(4), line(3)));
        Result result = command()
                .run(
                        "audit",
                        "--limit",
                        "203",
                        "--tool",
                        "links",
                        "--actor",
                        "ada",
                        "--action",
                        "tool.switched",
                        "--output",
                        "json");
        assertThat(result.code()).isEqualTo(1); // there is no page after 3
        node.says(path + "&cursor=3", 200, page(null));
        assertThat(command()
                        .run(
                                "audit",
                                "--limit",
                                "203",
                                "--tool",
                                "links",
                                "--actor",
                                "ada",
                                "--action",
                                "tool.switched",
                                "--output",
                                "json")
                        .out()
                        .lines())
                .containsExactly(line(3), line(4), line(5), line(9));
    }

    @Test
    void followsEachLineOnceAlsoOneThatComesLate() {
        node.says(FIRST, 200, page(null, line(7)));
        node.says(FIRST, 200, page(null, line(9), line(7)));
        node.says(FIRST, 200, page(null, line(9), line(8), line(7)));
        node.says(FIRST, 200, page(null, line(9), line(8), line(7)));
        assertThat(follow(3).lines()).containsExactly(line(7), line(9), line(8));
    }

    @Test
    void followsOverPagesWhenMuchHappened() {
        node.says(FIRST, 200, page("7", line(7)));
        node.says(FIRST, 200, page("8", line(9), line(8)));
        node.says(FIRST + "&cursor=8", 200, page(null, line(7)));
        node.says(FIRST + "&cursor=7", 200, page(null));
        assertThat(follow(1).lines()).containsExactly(line(7), line(8), line(9));
    }

    @Test
    void saysThatTheNodeIsGoneWhileItFollows() {
        node.says(FIRST, 200, page(null, line(7))).breaks(FIRST);
        assertThatThrownBy(() -> follow(1)).isInstanceOfSatisfying(Failure.class, gone -> assertThat(gone.exit())
                .isEqualTo(Exit.UNREACHABLE));
    }

    @ParameterizedTest
    @CsvSource({"403, 4", "401, 4", "503, 1", "422, 1"})
    void endsWithTheCodeOfWhatWentWrong(int status, int code) {
        node.says(FIRST, status, "{\"detail\":\"so it is\"}");
        Result result = command().run("audit");
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).isEqualTo("stacksy: so it is (request id req-7)\n");
    }

    @ParameterizedTest
    @CsvSource({"0", "10001", "-1"})
    void refusesALimitThatCannotBe(String limit) {
        Result result = command().run("audit", "--limit=" + limit);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--limit takes a number from 1 to 10000");
    }

    private CommandLineRun command() {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok");
    }

    /** Looks that many times after the first, and returns what was written. */
    private String follow(int looks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Stacksy options = new Stacksy();
        options.url = node.url();
        options.token = "tok";
        options.output = Stacksy.Output.JSON;
        Terminal terminal = new Terminal(new StringReader(""), stream, stream, Optional.empty(), Map.of());
        AtomicInteger left = new AtomicInteger(looks);
        Audit audit = new Audit(new Session(options, Map.of(), terminal, Clock.systemUTC()), () -> {
            if (left.getAndDecrement() == 0) {
                throw new InterruptedException();
            }
        });
        new CommandLine(audit).parseArgs("--follow");
        audit.run();
        assertThat(Thread.interrupted()).isTrue();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String line(int id) {
        return "{\"id\":" + id + ",\"at\":\"2026-11-01T12:00:00Z\",\"actor\":\"ada\",\"address\":\"192.0.2.7\","
                + "\"action\":\"tool.switched\",\"target\":\"links@1.1.0\",\"result\":\"ok\","
                + "\"details\":{\"tool\":\"links\",\"from\":\"1.0.0\"}}";
    }

    private static String page(@Nullable String cursor, String... lines) {
        return "{\"items\":[" + String.join(",", lines) + "],\"next_cursor\":"
                + (cursor == null ? "null" : "\"" + cursor + "\"") + "}";
    }
}
