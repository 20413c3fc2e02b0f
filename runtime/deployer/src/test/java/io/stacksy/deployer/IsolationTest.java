package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** Who sees what a tool registers, and under which names. */
class IsolationTest {
    private final Path folder;
    private final Framework framework;
    private final Bundle tool;

    IsolationTest(@TempDir Path folder) throws BundleException, IOException {
        this.folder = folder;
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
        framework.start();
        tool = bundle("org.example.echo", "stacksy-tool:echo@1.0.0/00/1");
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.stacksy.store.Ledger",
                "io.stacksy.deploy.Guard",
                "io.stacksy.tool.KeyValue",
                "io.prometheus.metrics.model.registry.PrometheusRegistry",
                "jakarta.servlet.Servlet",
                "org.apache.felix.hc.api.condition.Healthy",
                "org.osgi.service.cm.ConfigurationAdmin",
                "org.osgi.service.cm.ConfigurationPlugin",
                "org.osgi.service.event.EventAdmin",
                "org.osgi.service.log.LogService",
            })
    void noPartOfTheNodeSeesAServiceUnderANameOfTheNode(String name) throws Exception {
        register(name);
        for (String part : List.of("io.stacksy.deployer", "io.stacksy.whiteboard", "org.apache.felix.scr")) {
            assertThat(sees(bundle(part, "file:" + part), name)).as(part).isFalse();
        }
        assertThat(sees(tool, name)).isTrue();
    }

    @Test
    void onlyWhoseTaskItIsSeesWhatElseAToolRegisters() throws Exception {
        String name = "org.apache.felix.hc.api.HealthCheck";
        register(name);
        assertThat(sees(bundle("org.apache.felix.healthcheck.core", "file:hc"), name))
                .isTrue();
        assertThat(sees(bundle("io.stacksy.gateway", "file:gateway"), name)).isFalse();
        assertThat(sees(bundle("org.example.list", "stacksy-tool:list@1.0.0/00/2"), name))
                .isFalse();
    }

    private void register(String name) {
        ServiceRegistration<?> isolation = Isolation.register(framework.getBundleContext());
        assertThat(isolation).isNotNull();
        // a factory may be registered under any name
        tool.getBundleContext()
                .registerService(new String[] {name}, new Nothing(), FrameworkUtil.asDictionary(Map.of("rank", 1)));
    }

    private static boolean sees(Bundle viewer, String name) throws InvalidSyntaxException {
        return viewer.getBundleContext().getAllServiceReferences(name, null) != null;
    }

    private Bundle bundle(String name, String location) throws IOException, BundleException {
        byte[] jar = Files.readAllBytes(Jars.bundle(name, "1.0.0").in(folder));
        Bundle bundle = framework.getBundleContext().installBundle(location, new ByteArrayInputStream(jar));
        bundle.start();
        return bundle;
    }

    /** A service that is never got. */
    private static final class Nothing implements ServiceFactory<Object> {
        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            throw new IllegalStateException("nobody asks for it");
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }
}
