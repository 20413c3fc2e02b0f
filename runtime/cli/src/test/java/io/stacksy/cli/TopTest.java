package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TopTest {
    private static final String PAGE = "GET /admin/tools?limit=200";
    private static final String LINKS = "{\"name\":\"links\",\"live\":\"1.1.0\",\"revisions\":[{\"in_flight\":2},"
            + "{\"in_flight\":1}],\"load\":{\"requests_per_second\":120.25,\"errors_per_second\":0.1,\"cpu_share\":0.254,"
            + "\"allocated_bytes_per_second\":1572864,\"threads\":3,\"connections\":2,\"database_share\":0.5}}";
    private static final String QUIET = "{\"name\":\"a-quiet\",\"live\":null,\"revisions\":[]}";
    private static final String TABLE =
            """
            TOOL     LIVE   REQ/S  ERR/S  CPU     ALLOC/S  THREADS  CONNECTIONS  DATABASE  IN FLIGHT
            links    1.1.0  120.3  0.1    25.4 %  1.5 MiB  3        2            50.0 %    3
            a-quiet  -      0.0    0.0    0.0 %   0 B      0        0            0.0 %     0
            """;

    private final Path home;
    private final FakeNode node = new FakeNode();

    TopTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void showsTheBusiestFirstAndOnceToAScript() {
        node.says(PAGE, 200, "{\"items\":[" + QUIET + "],\"next_cursor\":\"a-quiet\"}");
        node.says(PAGE + "&cursor=a-quiet", 200, "{\"items\":[" + LINKS + "],\"next_cursor\":null}");
        assertThat(command().run("top")).isEqualTo(new Result(0, TABLE, ""));
    }

    @Test
    void showsItOnceOnATerminalIfToldSo() {
        node.says(PAGE, 200, "{\"items\":[" + QUIET + "," + LINKS + "],\"next_cursor\":null}");
        assertThat(command().atTerminal().run("top", "--once").out()).isEqualTo(TABLE);
    }

    @Test
    void showsProgramsWhatTheNodeSent() {
        String page = "{\"items\":[" + LINKS + "],\"next_cursor\":null}";
        node.says(PAGE, 200, page);
        assertThat(command().atTerminal().run("top", "--output", "json").out()).isEqualTo(page + "\n");
    }

    @Test
    void showsItAnewOnATerminalUntilItIsInterrupted() {
        node.says(PAGE, 200, "{\"items\":[],\"next_cursor\":null}");
        node.says(PAGE, 200, "{\"items\":[" + QUIET + "," + LINKS + "],\"next_cursor\":null}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Stacksy options = new Stacksy();
        options.url = node.url();
        options.token = "tok";
        Terminal terminal = new Terminal(new StringReader(""), stream, stream, Optional.of(new Nobody()), Map.of());
        AtomicInteger looks = new AtomicInteger();
        Top top = new Top(new Session(options, Map.of(), terminal, Clock.systemUTC()), () -> {
            if (looks.incrementAndGet() == 2) {
                throw new InterruptedException();
            }
        });
        new CommandLine(top).parseArgs();
        top.run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\u001b[H\u001b[2J" + TABLE);
        assertThat(node.asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "5368709120, 5.0 GiB"})
    void writesSizesForPeople(double bytes, String text) {
        assertThat(Top.size(bytes)).isEqualTo(text);
    }

    private CommandLineRun command() {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok");
    }

    /** Somebody who is there and types nothing. */
    private static final class Nobody implements Terminal.Person {
        @Override
        public Optional<String> line(String prompt) {
            return Optional.empty();
        }

        @Override
        public Optional<String> secret(String prompt) {
            return Optional.empty();
        }
    }
}
