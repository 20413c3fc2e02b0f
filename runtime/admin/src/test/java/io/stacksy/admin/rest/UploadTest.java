package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    @Test
    void holdsTheWholeBodyUntilItIsClosed() throws IOException {
        byte[] body = "jar".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Path file;
        try (Upload upload = Upload.of(new ByteArrayInputStream(body), Optional.empty())) {
            file = upload.file();
            assertThat(file).hasBinaryContent(body);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesNothingOfABodyThatBreaksOff() throws IOException {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream("ja".getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the client is gone");
                    }

                    @Override
                    public int read(byte[] chunk, int offset, int length) throws IOException {
                        throw new IOException("the client is gone");
                    }
                });
        Set<Path> before = uploads();

        assertThatThrownBy(() -> Upload.of(broken, Optional.empty())).hasMessage("the client is gone");
        assertThat(uploads()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256=x", "sha-256=:short:", "md5=:AAAA:, sha-256=\"text\""})
    void refusesADigestThatIsNone(String header) {
        assertThatThrownBy(() -> ContentDigest.parse(header))
                .isInstanceOfSatisfying(
                        ToolException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "md5=:AAAA:", "x-sha-256=:AAAA:"})
    void passesDigestsOfOtherKindsOver(String header) {
        assertThat(ContentDigest.parse(header)).isEmpty();
    }

    private static Set<Path> uploads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("stacksy-upload-"))
                    .collect(Collectors.toSet());
        }
    }
}
