package io.stacksy.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarFile;

/** The packages on the launcher's own class path that bundles use too. */
final class SharedPackages {
    private SharedPackages() {}

    /**
     * What the jars that hold {@code types} export, in the form of {@code Export-Package}.
     *
     * @throws IOException if such a jar cannot be read
     */
    static String of(List<Class<?>> types) throws IOException {
        StringBuilder exports = new StringBuilder();
        for (Class<?> type : types) {
            try (JarFile jar = new JarFile(jarOf(type).toFile())) {
                exports.append(exports.isEmpty() ? "" : ",")
                        .append(jar.getManifest().getMainAttributes().getValue("Export-Package"));
            }
        }
        return exports.toString();
    }

    private static Path jarOf(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("no jar: " + source.getLocation(), e);
        }
    }
}
