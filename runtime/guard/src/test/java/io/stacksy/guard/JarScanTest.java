package io.stacksy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Plan.RefusedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class JarScanTest {
    private static final String TYPE = Escapes.Calls.class.getName();

    private final Path folder;

    JarScanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void namesClassMethodAndCall() throws IOException {
        List<RefusedCall> calls = scan(Map.of("Calls.class", ClassFiles.bytes(Escapes.Calls.class)));
        assertThat(calls)
                .contains(
                        new RefusedCall(TYPE, "systemExit", "System.exit"),
                        new RefusedCall(TYPE, "runtimeHalt", "Runtime.halt"),
                        new RefusedCall(TYPE, "processBuilderStart", "ProcessBuilder.start"),
                        new RefusedCall(TYPE, "reference", "System.exit"),
                        new RefusedCall(TYPE, "boundReference", "Runtime.halt"),
                        new RefusedCall(TYPE, "lambda$lambda$0", "System.exit"))
                .hasSize(15)
                .doesNotHaveDuplicates();
        assertThat(calls.get(0)).hasToString("System.exit in " + TYPE + ".systemExit");
    }

    @Test
    void findsNothingInWhatDoesNoHarm() throws IOException {
        assertThat(scan(Map.of(
                        "Harmless.class", ClassFiles.bytes(Escapes.Harmless.class), "java.txt", new byte[] {1, 2, 3})))
                .isEmpty();
    }

    @Test
    void looksIntoJarsWithinTheJarWhateverTheyAreCalled() throws IOException {
        byte[] inner = jar(Map.of("Inherited.class", ClassFiles.bytes(Escapes.Inherited.class)));
        assertThat(scan(Map.of("lib/inner.bin", inner)))
                .containsExactly(new RefusedCall(Escapes.Inherited.class.getName(), "leave", "System.exit"));
    }

    @Test
    void passesOverWhatIsNoClass() throws IOException {
        byte[] bytes = ClassFiles.bytes(Escapes.Calls.class);
        Map<String, byte[]> entries = new TreeMap<>();
        for (int length = 0; length < bytes.length; length += 50) {
            entries.put("Cut" + length + ".class", Arrays.copyOf(bytes, length));
        }
        entries.put("Inherited.class", ClassFiles.bytes(Escapes.Inherited.class));
        assertThat(scan(entries)).extracting(RefusedCall::method).contains("leave");
    }

    @Test
    void passesOverWhatOnlyBeginsLikeAJar() throws IOException {
        byte[] jar = jar(Map.of("Calls.class", ClassFiles.bytes(Escapes.Calls.class)));
        byte[] encrypted = jar.clone();
        encrypted[6] |= 1;
        assertThat(scan(Map.of("cut.bin", Arrays.copyOf(jar, 60), "encrypted.bin", encrypted)))
                .isEmpty();
    }

    @Test
    void findsNativeCodeByTheNewWayToo() throws IOException {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V22, Opcodes.ACC_PUBLIC, "org/example/Foreign", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "link", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "java/lang/foreign/Linker", "nativeLinker", "()Ljava/lang/foreign/Linker;", true);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(1, 0);
        code.visitEnd();
        writer.visitEnd();
        assertThat(scan(Map.of("Foreign.class", writer.toByteArray())))
                .containsExactly(new RefusedCall("org.example.Foreign", "link", "Linker.nativeLinker"));
    }

    @Test
    void stopsWhenItHasNamedEnough() throws IOException {
        Path file =
                Files.write(folder.resolve("many.jar"), jar(Map.of("a.class", ClassFiles.bytes(Escapes.Calls.class))));
        assertThat(JarScan.of(file, 3)).hasSize(3);
    }

    private List<RefusedCall> scan(Map<String, byte[]> entries) throws IOException {
        return JarScan.of(Files.write(Files.createTempFile(folder, "tool-", ".jar"), jar(entries)), 100);
    }

    private static byte[] jar(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
