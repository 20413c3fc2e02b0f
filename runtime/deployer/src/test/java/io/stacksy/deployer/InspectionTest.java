package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest {
    @Test
    void takesTheNameFromTheCapability() {
        Inspection inspection = inspect("Provide-Capability", "stacksy.tool;stacksy.tool=links;alias=\"/l\"");
        assertThat(inspection.tool()).hasToString("links");
        assertThat(inspection.aliases()).containsExactly("/l");
        assertThat(inspection.version()).hasToString("1.2.0");
        assertThat(inspection.obstacles()).isEmpty();
    }

    @Test
    void takesSeveralAliases() {
        assertThat(inspect("Provide-Capability", "stacksy.tool;stacksy.tool=links;alias:List<String>=\"/l,/x\"")
                        .aliases())
                .containsExactly("/l", "/x");
    }

    @Test
    void takesTheNameFromTheSymbolicNameElse() {
        assertThat(inspect("Bundle-SymbolicName", "org.example.Echo;singleton:=true")
                        .tool())
                .hasToString("echo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"io.stacksy.deploy", "jakarta.ws.rs", "org.osgi.service.component", "org.slf4j", "java.lang"})
    void refusesToExportPackagesOfThePlatform(String name) {
        List<Obstacle> obstacles =
                inspect("Export-Package", name + ";version=1.0").obstacles();
        assertThat(obstacles).extracting(Obstacle::reason).containsExactly(Reason.BAD_ARTIFACT);
        assertThat(obstacles.get(0).detail()).contains(name);
    }

    @Test
    void letsAToolExportPackagesOfItsOwn() {
        assertThat(inspect("Export-Package", "org.example.echo,io.stacksy.tools.links")
                        .obstacles())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "stacksy.tool;stacksy.tool=admin, BAD_ARTIFACT",
        "stacksy.tool;stacksy.tool=links;alias=/auth, ALIAS_TAKEN",
        "stacksy.tool;stacksy.tool=links;alias=/.well-known, BAD_ARTIFACT",
        "stacksy.tool;stacksy.tool=links;alias=/a/b, BAD_ARTIFACT",
        "stacksy.tool;stacksy.tool=links;alias=l, BAD_ARTIFACT",
    })
    void refusesNamesAndAliasesOfThePlatformOrOfNoUse(String capability, Reason reason) {
        assertThat(inspect("Provide-Capability", capability.replaceAll("alias=(.*)", "alias=\"$1\""))
                        .obstacles())
                .extracting(Obstacle::reason)
                .containsExactly(reason);
    }

    @Test
    void refusesFragmentsAndNativeCode() {
        assertThat(inspect("Fragment-Host", "io.stacksy.auth.provider").obstacles())
                .hasSize(1);
        assertThat(inspect("Bundle-NativeCode", "lib/x.so;osname=Linux").obstacles())
                .hasSize(1);
        assertThat(inspect("Require-Bundle", "io.stacksy.platform").obstacles()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Bundle-ManifestVersion, 1, Bundle-ManifestVersion: 2",
        "Bundle-Version, one, is not a version",
        "Provide-Capability, 'stacksy.tool;stacksy.tool=LINKS', cannot be the name of a tool",
        "Provide-Capability, 'stacksy.tool;stacksy.tool=a,stacksy.tool;stacksy.tool=b', declares 2 tools",
        "Bundle-SymbolicName, org.example.echo_two, cannot be the name of a tool",
    })
    void refusesAManifestThatDoesNotSayWhatItIs(String header, String value, String message) {
        assertThatThrownBy(() -> inspect(header, value))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_ARTIFACT))
                .hasMessageContaining(message);
    }

    private static Inspection inspect(String header, String value) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "org.example.echo", "Bundle-Version", "1.2"));
        headers.put(header, value);
        return Inspection.of(new Archive(headers, List.of()));
    }
}
