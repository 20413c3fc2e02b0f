package io.stacksy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** The guard in a real framework. */
class WeavingGuardTest {
    private static final String TOOL = "stacksy-tool:echo@1.0.0/00/";
    private static final String ACTIVATOR = Escapes.ExitingActivator.class.getName();

    private static final String CHECKPOINTS = "io.stacksy.guard.checkpoint";

    private final Framework framework;
    private final WeavingGuard guard;

    WeavingGuardTest(@TempDir Path cache) throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        "felix.log.level",
                        "0",
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        CHECKPOINTS));
        framework.start();
        guard = new WeavingGuard(framework.getBundleContext());
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void aToolThatEndsTheProcessOnlyFailsItself() throws IOException, BundleException {
        Bundle tool = install(TOOL + 1, ClassFiles.bytes(Escapes.ExitingActivator.class));
        assertThatThrownBy(tool::start)
                .rootCause()
                .isInstanceOf(SecurityException.class)
                .hasMessageStartingWith("the tool echo@1.0.0 may not call System.exit, as it did in " + ACTIVATOR);
    }

    @Test
    void aClassThatCannotBeReadIsNotLoadedAndTheNextOneIsGuardedAllTheSame() throws IOException, BundleException {
        byte[] whole = ClassFiles.bytes(Escapes.ExitingActivator.class);
        Bundle broken = install(TOOL + 1, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> broken.loadClass(ACTIVATOR)).isInstanceOf(ClassFormatError.class);
        Bundle tool = install(TOOL + 2, whole);
        assertThatThrownBy(tool::start).rootCause().isInstanceOf(SecurityException.class);
    }

    @Test
    void theBundlesOfTheNodeAreLeftAlone() throws IOException, BundleException, ReflectiveOperationException {
        Bundle bundle = install("file:core.jar", ClassFiles.bytes(Escapes.ExitingActivator.class));
        assertThat(bundle.loadClass(ACTIVATOR).getDeclaredMethods())
                .extracting("name")
                .containsExactlyInAnyOrder("start", "stop");
        Bundle tool = install(TOOL + 1, ClassFiles.bytes(Escapes.ExitingActivator.class));
        assertThat(tool.loadClass(ACTIVATOR).getDeclaredMethods()).hasSize(3);
        guard.stop();
    }

    @Test
    void aToolWithLoopsSeesTheirCheckpoints() throws IOException, BundleException, ReflectiveOperationException {
        Bundle tool = install(
                TOOL + 1,
                Map.of(
                        Loops.Tidy.class.getName(),
                        ClassFiles.bytes(Loops.Tidy.class),
                        Loops.Endless.class.getName(),
                        ClassFiles.bytes(Loops.Endless.class)));
        List<String> notes = new ArrayList<>();
        tool.loadClass(Loops.Endless.class.getName());
        tool.loadClass(Loops.Tidy.class.getName())
                .getMethod("run", List.class, CountDownLatch.class)
                .invoke(null, notes, new CountDownLatch(0));
        assertThat(notes).hasSize(2);
        assertThat(tool.adapt(BundleWiring.class).getRequirements(PackageNamespace.PACKAGE_NAMESPACE))
                .filteredOn(required -> required.toString().contains(CHECKPOINTS))
                .as("one for all of its classes")
                .hasSize(1);
    }

    private Bundle install(String location, byte[] activator) throws IOException, BundleException {
        return install(location, Map.of(ACTIVATOR, activator));
    }

    private Bundle install(String location, Map<String, byte[]> classes) throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "b" + location.hashCode());
        main.putValue("Bundle-Activator", ACTIVATOR);
        main.putValue("Import-Package", "org.osgi.framework");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> type : classes.entrySet()) {
                out.putNextEntry(new ZipEntry(type.getKey().replace('.', '/') + ".class"));
                out.write(type.getValue());
                out.closeEntry();
            }
            out.putNextEntry(new ZipEntry("readme.txt"));
            out.write("echo".getBytes(StandardCharsets.UTF_8));
        }
        return framework.getBundleContext().installBundle(location, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
