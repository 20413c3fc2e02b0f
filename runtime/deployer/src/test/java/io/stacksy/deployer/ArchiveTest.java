package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.store.ToolSchemas.Script;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private final Path folder;

    ArchiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsHeadersAndScripts() {
        Archive archive = Archive.read(Jars.bundle("org.example.echo", "1.0.0")
                .entry("db/migration/V2__more.sql", "two")
                .entry("db/migration/V1__first.sql", "one")
                .entry("db/migration/notes.txt", "none")
                .in(folder));
        assertThat(archive.headers()).containsEntry("bundle-symbolicname", "org.example.echo");
        assertThat(archive.scripts())
                .containsExactly(new Script("V1__first.sql", "one"), new Script("V2__more.sql", "two"));
    }

    @Test
    void refusesWhatIsNoJar() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jar"), "this is no jar");
        assertRefused(file, Reason.BAD_ARTIFACT, "not a whole jar");
        assertRefused(Files.createFile(folder.resolve("b.jar")), Reason.BAD_ARTIFACT, "not a whole jar");
    }

    @Test
    void refusesATruncatedJar() throws IOException {
        Path jar = Jars.bundle("org.example.echo", "1.0.0")
                .entry("data", new byte[100_000])
                .in(folder);
        byte[] bytes = Files.readAllBytes(jar);
        for (int length : new int[] {10, bytes.length / 2, bytes.length - 30, bytes.length - 1}) {
            Files.write(jar, Arrays.copyOf(bytes, length));
            assertRefused(jar, Reason.BAD_ARTIFACT, "not a whole jar");
        }
    }

    @Test
    void refusesAJarWithoutAManifest() throws IOException {
        assertRefused(zip("data"), Reason.BAD_ARTIFACT, "it has no META-INF/MANIFEST.MF");
    }

    @Test
    void refusesPathsThatLeadOutOfTheJar() {
        for (String name : new String[] {"../evil", "a/../../evil", "/etc/evil", "a\\..\\evil", "C:evil"}) {
            Path jar = Jars.bundle("org.example.echo", "1.0.0").entry(name, "x").in(folder);
            assertRefused(jar, Reason.BAD_ARTIFACT, "build the jar again");
        }
    }

    @Test
    void refusesASecondManifest() {
        Path jar = Jars.bundle("org.example.echo", "1.0.0")
                .entry("meta-inf/manifest.mf", "Bundle-SymbolicName: other\n")
                .in(folder);
        assertRefused(jar, Reason.BAD_ARTIFACT, "is there twice");
    }

    @Test
    void refusesTooManyEntries() throws IOException {
        String[] names = new String[20_001];
        Arrays.setAll(names, number -> "entry" + number);
        assertRefused(zip(names), Reason.TOO_LARGE, "more than 20000 entries");
    }

    @Test
    void refusesAHundredThousandEntriesAtOnce() throws IOException {
        String[] names = new String[100_000];
        Arrays.setAll(names, number -> "entry" + number);
        Path jar = zip(names);
        long before = System.nanoTime();
        assertRefused(jar, Reason.TOO_LARGE, "more than 20000 entries");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void refusesALieAboutTheNumberOfEntries() throws IOException {
        String[] names = new String[30_000];
        Arrays.setAll(names, number -> "e" + number);
        Path jar = zip(names);
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length - 22 + 10] = 1; // of 22 bytes at the end, these two have the number
        bytes[bytes.length - 22 + 11] = 0;
        Files.write(jar, bytes);
        assertThatThrownBy(() -> Archive.read(jar)).isInstanceOf(RolloutException.class);
    }

    @Test
    void refusesASymbolicLink() throws IOException {
        Path jar = withMode(0120777);
        assertRefused(jar, Reason.BAD_ARTIFACT, "the entry 'passwd' is a symbolic link or the like");
        assertRefused(withMode(0020666), Reason.BAD_ARTIFACT, "'passwd' is a symbolic link or the like");
        assertThat(Archive.read(withMode(0100644)).headers()).isNotEmpty();
    }

    /** A bundle whose last entry has this mode, as a tool on Unix writes it. */
    private Path withMode(int mode) throws IOException {
        Path jar = Jars.bundle("org.example.echo", "1.0.0")
                .entry("passwd", "/etc/passwd")
                .in(folder);
        byte[] bytes = Files.readAllBytes(jar);
        int entry = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2});
        bytes[entry + 5] = 3; // made on Unix
        bytes[entry + 40] = (byte) mode;
        bytes[entry + 41] = (byte) (mode >> 8);
        return Files.write(jar, bytes);
    }

    @Test
    void refusesACopyOfTheFrameworksHooks() {
        Path jar = Jars.bundle("org.example.echo", "1.0.0")
                .entry("org/osgi/framework/hooks/service/FindHook.class", "x")
                .in(folder);
        assertRefused(jar, Reason.BAD_ARTIFACT, "org.osgi.framework.hooks");
    }

    @Test
    void refusesAJarThatIsTooLarge() throws IOException {
        Path jar = folder.resolve("large.jar");
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            file.setLength(Archive.MAX_BYTES + 1);
        }
        assertRefused(jar, Reason.TOO_LARGE, "more than 64 MiB");
    }

    @Test
    @Timeout(5)
    void refusesAnHonestZipBombAtOnce() throws IOException {
        Path bomb = bomb(600);
        assertRefused(bomb, Reason.TOO_LARGE, "unpacks to more than 512 MiB");
    }

    @Test
    @Timeout(5)
    void refusesAZipBombThatLiesAboutItsSize() throws IOException {
        Path bomb = bomb(100);
        byte[] bytes = Files.readAllBytes(bomb);
        int directory = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2});
        Arrays.fill(bytes, directory + 24, directory + 28, (byte) 1);
        bytes[directory + 27] = 0;
        Files.write(bomb, bytes);
        long before = System.nanoTime();
        assertRefused(bomb, Reason.BAD_ARTIFACT, "not a whole jar");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/inner.jar", "lib/inner.bin"})
    @Timeout(10)
    void refusesABombWithinAJarWithinTheJar(String name) throws IOException {
        Path outer = Jars.bundle("org.example.echo", "1.0.0")
                .entry(name, Files.readAllBytes(bomb(600)))
                .in(folder);
        assertRefused(outer, Reason.TOO_LARGE, "unpacks to more than 512 MiB");
    }

    @Test
    void takesAFileThatOnlyBeginsLikeAJarUnlessItIsCalledOne() {
        byte[] bytes = Arrays.copyOf(new byte[] {'P', 'K', 3, 4, 20, 0, 1, 0, 8, 0}, 60);
        bytes[26] = 4; // an encrypted entry, whose name has four bytes
        assertThat(Archive.read(Jars.bundle("org.example.echo", "1.0.0")
                                .entry("data.bin", bytes)
                                .in(folder))
                        .headers())
                .isNotEmpty();
        assertRefused(
                Jars.bundle("org.example.echo", "1.0.0")
                        .entry("data.jar", bytes)
                        .in(folder),
                Reason.BAD_ARTIFACT,
                "not a whole jar");
    }

    private Path zip(String... names) throws IOException {
        Path file = Files.createTempFile(folder, "plain-", ".zip");
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.closeEntry();
            }
        }
        return file;
    }

    private Path bomb(int mebibytes) throws IOException {
        Path file = Files.createTempFile(folder, "bomb-", ".jar");
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setLevel(1);
            out.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < mebibytes; i++) {
                out.write(zeros);
            }
            out.closeEntry();
        }
        return file;
    }

    private static int lastIndexOf(byte[] bytes, byte[] part) {
        for (int at = bytes.length - part.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("it is not there");
    }

    private static void assertRefused(Path jar, Reason reason, String message) {
        assertThatThrownBy(() -> Archive.read(jar))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
