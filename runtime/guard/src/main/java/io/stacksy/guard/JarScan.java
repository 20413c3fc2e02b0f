package io.stacksy.guard;

import io.stacksy.deploy.Plan.RefusedCall;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.objectweb.asm.ClassReader;

/** One look through the classes of a jar, and of the jars within it that a bundle can have on its class path. */
final class JarScan {
    private static final int MAX_CLASS_BYTES = 16 << 20;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final int max;
    private final Set<RefusedCall> calls = new LinkedHashSet<>();

    private JarScan(int max) {
        this.max = max;
    }

    /** The refused calls in {@code jar}, {@code max} of them at most. */
    static List<RefusedCall> of(Path jar, int max) throws IOException {
        JarScan scan = new JarScan(max);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                    scan.entry(entry, in);
                }
            }
        }
        return List.copyOf(new ArrayList<>(scan.calls).subList(0, Math.min(max, scan.calls.size())));
    }

    private void entry(ZipEntry entry, InputStream in) throws IOException {
        if (isClass(entry)) {
            look(in);
            return;
        }
        in.mark(ZIP.length);
        boolean nested = Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        in.reset();
        if (nested) {
            nested(new ZipInputStream(in));
        }
    }

    private void nested(ZipInputStream jar) throws IOException {
        try (jar) {
            for (ZipEntry inner = jar.getNextEntry(); inner != null; inner = jar.getNextEntry()) {
                if (isClass(inner)) {
                    look(jar);
                }
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // some other file that begins like a jar; the last of these is thrown for a name that is no text
        }
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class");
    }

    private void look(InputStream in) throws IOException {
        byte[] bytes = calls.size() < max ? in.readNBytes(MAX_CLASS_BYTES) : new byte[0];
        try {
            ClassReader reader = new ClassReader(bytes);
            if (RefusedMethod.isNamedIn(reader)) {
                RefusingVisitor visitor = new RefusingVisitor("a tool", null);
                reader.accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
                calls.addAll(visitor.calls());
            }
        } catch (RuntimeException e) {
            // no class, or none that would be loaded
        }
    }
}
