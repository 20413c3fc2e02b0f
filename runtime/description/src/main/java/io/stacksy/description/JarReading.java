package io.stacksy.description;

import io.stacksy.description.Description.Offer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** One look through a jar for what it says about itself: its description, and the classes that are its resources. */
final class JarReading {
    private static final int MAX_CLASS_BYTES = 16 << 20;
    private static final int MAX_DOCUMENT_BYTES = 8 << 20;

    private JarReading() {}

    /** @param jar a whole one, within the limits of a tool */
    static Description of(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Map<String, Offer> byClasses = Resources.offers(classes(zip));
            Optional<OpenApi> document = document(zip);
            return document.map(present -> Description.ofDocument(present, byClasses))
                    .orElseGet(() -> Description.ofClasses(byClasses));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    private static Optional<OpenApi> document(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(OpenApi.ENTRY);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Optional.of(OpenApi.parse(in.readNBytes(MAX_DOCUMENT_BYTES)));
        }
    }

    private static List<ClassFile> classes(ZipFile zip) throws IOException {
        List<ClassFile> classes = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                try (InputStream in = zip.getInputStream(entry)) {
                    ClassFile.read(in.readNBytes(MAX_CLASS_BYTES)).ifPresent(classes::add);
                }
            }
        }
        return classes;
    }
}
