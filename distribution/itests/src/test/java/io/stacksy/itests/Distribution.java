package io.stacksy.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.cm.ConfigurationAdminOptions.newConfiguration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The core bundles of the built distribution, as options of a test container. */
final class Distribution {
    private static final Path HOME = Path.of(System.getProperty("stacksy.home"));

    private Distribution() {}

    /** Every bundle of the run list at its level, configured as the launcher does it, on a database of its own. */
    static Option[] options(Path data, String database) {
        List<Option> options = new ArrayList<>(List.of(
                systemPackages(sharedPackages("1.7.36")),
                systemPackages(sharedPackages("2.0.20")),
                frameworkProperty("org.apache.felix.http.require.config").value("true"),
                frameworkProperty("felix.cm.pm").value("memory"),
                newConfiguration("io.stacksy.store.postgres")
                        .put("url", database)
                        .put("user", "postgres")
                        .put("password", "")
                        .asOption(),
                newConfiguration("io.stacksy.gateway")
                        .put("host", "127.0.0.1")
                        .put("port", 0)
                        .asOption(),
                newConfiguration("io.stacksy.auth.provider")
                        .put(
                                "admin.password.file",
                                data.resolve("admin-password").toString())
                        .put("key.file", data.resolve("master-key").toString())
                        .asOption(),
                newConfiguration("io.stacksy.deployer")
                        .put("data", data.toString())
                        .put("drain.timeout.millis", 2_000L) // nobody is inside but who stays there for a test
                        .asOption(),
                junitBundles()));
        for (String name : List.of(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.osgi.service.component",
                "io.stacksy.settings")) {
            options.add(
                    bundle(jar(HOME.resolve("lib"), name).toUri().toString()).startLevel(1));
        }
        for (String line : lines()) {
            String[] words = line.split(" ", 2);
            options.add(
                    bundle(jar(HOME.resolve("bundles/core"), words[1]).toUri().toString())
                            .startLevel(Integer.parseInt(words[0])));
        }
        return options.toArray(Option[]::new);
    }

    /** The tool bundle of that symbolic name in a folder of the distribution, such as {@code examples}. */
    static Path tool(String folder, String name) {
        return jar(HOME.resolve(folder), name);
    }

    /** What a logging API of that version exports: a node's launcher has it on its class path, too. */
    private static String[] sharedPackages(String version) {
        return Stream.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi")
                .map(name -> name + ";version=" + version)
                .toArray(String[]::new);
    }

    private static List<String> lines() {
        try (Stream<String> lines = Files.lines(HOME.resolve("etc/run.list"))) {
            return lines.filter(line -> line.matches("\\d .*")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(Path folder, String name) {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(jar -> jar.getFileName().toString().matches(name + "-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name + " in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
