package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingTest {
    @Test
    void saysOnlyWhatNothingProvides() {
        assertThat(Missing.requirement("Unable to resolve a.b [28](R 28.0): missing requirement [a.b [28](R 28.0)]"
                        + " osgi.wiring.package; (osgi.wiring.package=c.d) Unresolved requirements: [[a.b [28](R 28.0)]"
                        + " osgi.wiring.package; (osgi.wiring.package=c.d)]"))
                .isEqualTo("nothing provides osgi.wiring.package; (osgi.wiring.package=c.d)");
    }

    @Test
    void saysWhatTheRequirementOfAnotherBundleFailsFor() {
        assertThat(
                        Missing.requirement(
                                "Unable to resolve a [1](R 1.0): missing requirement [a [1](R 1.0)]"
                                        + " osgi.wiring.package; (osgi.wiring.package=b) [caused by: Unable to resolve b [2](R 2.0):"
                                        + " missing requirement [b [2](R 2.0)] osgi.wiring.package;"
                                        + " (&(osgi.wiring.package=c)(version>=1.0.0)(!(version>=2.0.0)))] Unresolved requirements: [x]"))
                .isEqualTo("nothing provides osgi.wiring.package;"
                        + " (&(osgi.wiring.package=c)(version>=1.0.0)(!(version>=2.0.0)))");
    }

    @Test
    void saysTheWholeWhereItDoesNotUnderstandIt() {
        assertThat(Missing.requirement("uses constraint violation")).isEqualTo("uses constraint violation");
    }
}
