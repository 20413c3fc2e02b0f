package io.stacksy.smoke;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Archives that are made to do harm to whoever opens them: a good bundle, and something beside it. */
enum HostileJar {
    /** An entry of zeros; it compresses a thousand to one. */
    BOMB("512 MiB", out -> zeros(out, "zeros", 1L << 30)),
    MANY_ENTRIES("20000", out -> {
        for (int i = 0; i < 100_000; i++) {
            entry(out, "entry" + i, "");
        }
    }),
    PATH_OUT_OF_IT("../evil", out -> entry(out, "../evil", "evil")),
    ABSOLUTE_PATH("/etc/evil", out -> entry(out, "/etc/evil", "evil")),
    SYMBOLIC_LINK("link", out -> entry(out, "link", "/etc/passwd")),
    BOMB_WITHIN_A_JAR("512 MiB", out -> {
        Path inner = Files.createTempFile(Files.createDirectories(Path.of("target/tools")), "inner", ".jar");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(inner));
                ZipOutputStream jar = new ZipOutputStream(file)) {
            zeros(jar, "zeros", 600L << 20);
        }
        out.putNextEntry(new ZipEntry("lib/inner.jar"));
        Files.copy(inner, out);
        out.closeEntry();
    }),
    TWO_MANIFESTS("twice", out -> entry(out, "meta-inf/manifest.mf", "Bundle-SymbolicName: other\n")),
    NO_MANIFEST("META-INF/MANIFEST.MF", out -> {});

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int LINK = 0120777;

    /** What the refusal has to name. */
    final String named;

    @SuppressWarnings("ImmutableEnumChecker") // each is a lambda without a state
    private final Addition addition;

    HostileJar(String named, Addition addition) {
        this.named = named;
        this.addition = addition;
    }

    @FunctionalInterface
    private interface Addition {
        void to(ZipOutputStream out) throws IOException;
    }

    Path write() {
        try {
            Path good = ToolJar.of("good", "3.0.0").write();
            Path hostile = Files.createTempFile(Path.of("target/tools"), "hostile", ".jar");
            try (ZipFile in = new ZipFile(good.toFile());
                    OutputStream file = new BufferedOutputStream(Files.newOutputStream(hostile));
                    ZipOutputStream out = new ZipOutputStream(file)) {
                out.setLevel(Deflater.BEST_SPEED);
                Predicate<ZipEntry> kept =
                        entry -> this != NO_MANIFEST || !entry.getName().equals(MANIFEST);
                for (ZipEntry entry :
                        Collections.list(in.entries()).stream().filter(kept).toList()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
                addition.to(out);
            }
            if (this == SYMBOLIC_LINK) {
                makeLastALink(hostile);
            }
            return hostile;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void entry(ZipOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    private static void zeros(ZipOutputStream out, String name, long bytes) throws IOException {
        byte[] zeros = new byte[1 << 20];
        out.putNextEntry(new ZipEntry(name));
        for (long written = 0; written < bytes; written += zeros.length) {
            out.write(zeros);
        }
        out.closeEntry();
    }

    /** Says in the last header of the archive's directory that the entry is a link, as Unix says it. */
    private static void makeLastALink(Path jar) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        int header = bytes.length - 4;
        while (bytes[header] != 'P' || bytes[header + 1] != 'K' || bytes[header + 2] != 1 || bytes[header + 3] != 2) {
            header--;
        }
        bytes[header + 5] = 3; // made on Unix
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 38, LINK << 16);
        Files.write(jar, bytes);
    }
}
