package io.stacksy.launcher;

import io.stacksy.settings.NodeSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.log.LogService;
import org.osgi.util.function.Function;
import org.osgi.util.promise.Promise;
import org.slf4j.Logger;

/** What the framework and Felix's own bundles are told. */
final class FrameworkProperties {
    /** One type of each jar on the launcher's class path whose packages bundles share with it. */
    private static final List<Class<?>> SHARED = List.of(
            Logger.class,
            ConfigurationAdmin.class,
            LogService.class,
            ServiceComponentRuntime.class,
            Promise.class,
            Function.class,
            NodeSettings.class);

    private FrameworkProperties() {}

    static Map<String, Object> of(DataFolder data, boolean verbose, FrameworkLog log) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, data.path("felix-cache").toString());
        // the ledger is the truth; a cache that a kill -9 left half written is never read
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "100"); // above all; the launcher starts in order
        try {
            properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SharedPackages.of(SHARED));
        } catch (IOException e) {
            throw StartException.framework(e);
        }
        properties.put("felix.log.logger", log);
        properties.put("felix.log.level", verbose ? "4" : "2");
        properties.put("felix.cm.pm", "memory"); // there are secrets in the configurations
        properties.put("org.apache.felix.eventadmin.LogLevel", "1"); // it warns of its own end
        properties.put("org.apache.felix.http.require.config", "true"); // the gateway says when and where to listen
        return properties;
    }
}
