package io.stacksy.itests;

import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundles of a test container resolve and start. */
@RunWith(PaxExam.class)
public class WiringIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] node() {
        return options(junitBundles());
    }

    @Test
    public void everyBundleIsActive() {
        for (Bundle bundle : context.getBundles()) {
            assertEquals(bundle.toString(), Bundle.ACTIVE, bundle.getState());
        }
    }
}
