package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServicePathTest {
    @Test
    void eachSegmentHasOneSlashBeforeIt() {
        assertThat(ServicePath.normalise("shop")).isEqualTo("/shop");
        assertThat(ServicePath.normalise("//shop///a/")).isEqualTo("/shop/a");
        assertThat(ServicePath.normalise("/")).isEmpty();
        assertThat(ServicePath.normalise("")).isEmpty();
    }

    @Test
    void aRegularExpressionIsLeftAlone() {
        assertThat(ServicePath.normalise("/{rest: a//b}//c")).isEqualTo("/{rest: a//b}/c");
    }

    @Test
    void aTemplateIsReadWithoutItsRegularExpressions() {
        assertThat(ServicePath.simplify("/{ id : [0-9]{1,3}}/x/{name}")).isEqualTo("/{id}/x/{name}");
        assertThat(ServicePath.simplify("/a:b/{rest:.*}")).isEqualTo("/a:b/{rest}");
    }
}
