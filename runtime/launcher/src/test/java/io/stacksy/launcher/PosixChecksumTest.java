package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixChecksumTest {
    @Test
    void isWhatTheCommandPrints(@TempDir Path folder) throws IOException {
        assertThat(of(folder, new byte[0])).isEqualTo(4_294_967_295L);
        assertThat(of(folder, "123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(930_766_865L);
        byte[] content = new byte[1_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >>> 3);
        }
        assertThat(of(folder, content)).isEqualTo(3_923_321_114L);
    }

    private static long of(Path folder, byte[] content) throws IOException {
        return PosixChecksum.of(Files.write(folder.resolve("file"), content));
    }
}
