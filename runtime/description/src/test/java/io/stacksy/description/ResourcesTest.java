package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Plan.Api;
import io.stacksy.deploy.Plan.Api.Source;
import io.stacksy.deploy.Plan.Change;
import io.stacksy.deploy.ToolName;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourcesTest {
    private static final ToolName TOOL = new ToolName("notes");

    private final Path folder;

    ResourcesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsTheOperationsOfClasses() {
        Description found = JarReading.of(Samples.jar(
                folder,
                "",
                Samples.Notes.class,
                Samples.Purge.class,
                Samples.Removes.class,
                Samples.Other.class,
                Samples.None.class));
        assertThat(found.operations().values())
                .extracting(offer -> offer.method() + " " + offer.template() + " "
                        + Rules.words(offer.rule().orElseThrow()))
                .containsExactlyInAnyOrder(
                        "GET /notes notes:admin or notes:read",
                        "POST /notes notes:admin or notes:write",
                        "GET /notes/{id}/text anyone",
                        "PURGE /notes nobody",
                        "* /notes/parts notes:read",
                        "DELETE /other/{id} anyone");
    }

    @Test
    void tellsWhatIsAddedAndWhichPermissionsAreNew() {
        Path before = Samples.jar(folder, "", Samples.Other.class, Samples.Removes.class);
        Path after = Samples.jar(folder, "", Samples.Notes.class);
        Api api = new JarDescriptions().compare(TOOL, Optional.of(before), after);
        assertThat(api.source()).isEqualTo(Source.CLASSES);
        assertThat(api.changes().get(0)).hasToString("DELETE /api/notes/other/{id} is removed");
        assertThat(api.changes()).filteredOn(Change::breaking).hasSize(1);
        assertThat(api.changes()).extracting(Change::toString).contains("POST /api/notes/notes is added");
        assertThat(api.newPermissions()).containsExactly("notes:admin", "notes:read", "notes:write");
    }

    @Test
    void takesTheDescriptionForTheOperationsAndTheClassesForTheRules() {
        String openApi =
                """
                {"openapi":"3.1.0","paths":{"/":{"get":{}},"/notes/{key}/text":{"get":{}}}}""";
        Api api = new JarDescriptions()
                .compare(TOOL, Optional.empty(), Samples.jar(folder, openApi, Samples.Notes.class));
        assertThat(api.source()).isEqualTo(Source.OPENAPI);
        assertThat(api.changes())
                .extracting(Change::toString)
                .containsExactly("GET /api/notes is added", "GET /api/notes/notes/{key}/text is added");
        assertThat(api.newPermissions()).isEmpty();
    }
}
