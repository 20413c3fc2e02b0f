package io.stacksy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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

/** The guard in a real framework. */
class WeavingGuardTest {
    private static final String TOOL = "stacksy-tool:echo@1.0.0/00/";
    private static final String ACTIVATOR = Escapes.ExitingActivator.class.getName();

    private final Framework framework;
    private final WeavingGuard guard;

    WeavingGuardTest(@TempDir Path cache) throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, cache.toString(), "felix.log.level", "0"));
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

    private Bundle install(String location, byte[] activator) throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "b" + location.hashCode());
        main.putValue("Bundle-Activator", ACTIVATOR);
        main.putValue("Import-Package", "org.osgi.framework");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            out.putNextEntry(new ZipEntry(ACTIVATOR.replace('.', '/') + ".class"));
            out.write(activator);
            out.closeEntry();
            out.putNextEntry(new ZipEntry("readme.txt"));
            out.write("echo".getBytes(StandardCharsets.UTF_8));
        }
        return framework.getBundleContext().installBundle(location, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
