package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail.Filter;
import io.stacksy.store.StoreException;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditResourceTest {
    private final InProcess node = new InProcess();

    @Test
    void showsALineInTheShapeOfTheContract() {
        node.trail.lines.add(line(7));
        assertThat(node.get("admin/audit").json().toString())
                .isEqualTo("{\"items\":[{\"id\":7,\"at\":\"2026-11-01T12:00:00Z\",\"actor\":\"ada\","
                        + "\"address\":\"192.0.2.7\",\"action\":\"tool.switched\",\"target\":\"links@1.1.0\","
                        + "\"result\":\"ok\",\"details\":{\"from\":\"1.0.0\",\"tool\":\"links\"}}],"
                        + "\"next_cursor\":null}");
    }

    @Test
    void listsLinesInPages() {
        for (int id = 5; id > 0; id--) {
            node.trail.lines.add(line(id));
        }
        Answer first = node.get("admin/audit?limit=3");
        assertThat(first.json().at("/items")).hasSize(3);
        assertThat(first.text("/next_cursor")).isEqualTo("3");
        Answer last = node.get("admin/audit?limit=3&cursor=3");
        assertThat(last.json().at("/items")).hasSize(2);
        assertThat(last.json().at("/next_cursor").isNull()).isTrue();
    }

    @Test
    void asksForThoseThatAreMeant() {
        node.get("admin/audit?tool=links&actor=ada&action=tool.switched");
        node.get("admin/audit");
        assertThat(node.trail.asked)
                .containsExactly(
                        new Filter(Optional.of("links"), Optional.of("ada"), Optional.of("tool.switched")), Filter.ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "cursor=here",
                "cursor=-1",
                "tool=",
                "actor=%20",
                "action=%00",
                "user=ada"
            })
    void refusesWhatItDoesNotUnderstand(String query) {
        assertThat(node.get("admin/audit?" + query).status()).isEqualTo(422);
        assertThat(node.trail.asked).isEmpty();
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        node.trail.away = StoreException.unavailable(new IllegalStateException());
        Answer answer = node.get("admin/audit");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.text("/detail")).isEqualTo("the database is not available");
    }

    @Test
    void isForThoseWhoMayReadIt() {
        assertThat(Arrays.stream(AuditResource.class.getMethods())
                        .filter(method -> method.getName().equals("list"))
                        .map(method -> method.getAnnotation(RolesAllowed.class).value()))
                .containsExactly(new String[] {"audit:read"});
    }

    private static AuditLine line(long id) {
        return new AuditLine(
                id,
                FakeDeployments.NOON,
                "ada",
                Optional.of("192.0.2.7"),
                "tool.switched",
                Optional.of("links@1.1.0"),
                "ok",
                Map.of("tool", "links", "from", "1.0.0"));
    }
}
