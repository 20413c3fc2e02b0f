package io.stacksy.smoke;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes tool bundles on the fly from the fixtures in this source tree. */
final class ToolJar {
    private static final Path CLASSES = Path.of("target/test-classes");
    private static final String FIXTURES = "io.stacksy.smoke.fixture.";

    private final String tool;
    private final String version;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();

    private ToolJar(String tool, String version) {
        this.tool = tool;
        this.version = version;
        headers.put("Bundle-SymbolicName", "com.example." + tool);
        headers.put("Bundle-Version", version);
        headers.put("Provide-Capability", "stacksy.tool;stacksy.tool=" + tool);
        headers.put("-noextraheaders", "true");
        headers.put("-reproducible", "true");
        fixtures("hello");
    }

    /** A bundle that answers as {@code hello} does, under any name. */
    static ToolJar of(String tool, String version) {
        return new ToolJar(tool, version);
    }

    /** Puts these packages of fixtures into it, in place of {@code hello}. */
    ToolJar fixtures(String... packages) {
        headers.put("Private-Package", FIXTURES + String.join("," + FIXTURES, packages));
        return this;
    }

    ToolJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    ToolJar activator(String simpleName) {
        return header("Bundle-Activator", FIXTURES + simpleName);
    }

    ToolJar without(String header) {
        headers.remove(header);
        return this;
    }

    ToolJar alias(String alias) {
        return header("Provide-Capability", "stacksy.tool;stacksy.tool=" + tool + ";alias=\"" + alias + "\"");
    }

    ToolJar file(String path, String content) {
        resources.put(path, content);
        return this;
    }

    /** The same bundle as {@code original}, under another version. */
    static Path again(Path original, String version) {
        try (Jar jar = new Jar(original.toFile())) {
            jar.getManifest().getMainAttributes().putValue("Bundle-Version", version);
            return write(jar, original.getFileName() + "-" + version + "-");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // as bnd declares it
            throw new IllegalStateException("cannot build " + original + " as " + version, e);
        }
    }

    private static Path write(Jar jar, String prefix) throws Exception {
        Path folder = Files.createDirectories(Path.of("target/tools"));
        File file = Files.createTempFile(folder, prefix, ".jar").toFile();
        jar.write(file);
        return file.toPath();
    }

    /** Writes it below {@code target/} and returns where. */
    Path write() {
        try (Builder builder = new Builder();
                Jar classes = new Jar(CLASSES.toFile())) {
            builder.addClasspath(classes);
            headers.forEach(builder::setProperty);
            Jar jar = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IllegalStateException(builder.getErrors().toString());
            }
            resources.forEach((path, content) ->
                    jar.putResource(path, new EmbeddedResource(content.getBytes(StandardCharsets.UTF_8), 0)));
            return write(jar, tool + "-" + version + "-");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // as bnd declares it
            throw new IllegalStateException("cannot build " + tool + " " + version, e);
        }
    }
}
