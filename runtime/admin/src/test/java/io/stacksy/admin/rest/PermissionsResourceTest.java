package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PermissionsResourceTest {
    private final InProcess node = new InProcess();

    @Test
    void listsWhatThePlatformAndEachToolAskFor() {
        node.deployments.tools.add(FakeDeployments.tool("links"));
        assertThat(node.get("admin/permissions").json().toString())
                .isEqualTo("{\"items\":["
                        + "{\"kind\":\"platform\",\"name\":\"stacksy\",\"permissions\":"
                        + "[\"audit:read\",\"health:read\",\"metrics:read\",\"tools:read\"]},"
                        + "{\"kind\":\"tool\",\"name\":\"links\",\"permissions\":[\"links:read\"]}],"
                        + "\"next_cursor\":null}");
    }
}
