package io.stacksy.itests;

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

@RunWith(PaxExam.class)
public class WiringIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] node() {
        return options(junitBundles());
    }

    @Test
    public void everyCoreBundleIsActive() {
        for (Bundle b : context.getBundles()) System.out.println(b + " " + b.getState());
        org.junit.Assert.assertTrue(context.getBundles().length > 1);
    }
}
