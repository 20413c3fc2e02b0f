package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class TransferTest {
    private final ObjectNode components = JsonNodeFactory.instance.objectNode();

    @Test
    void takesComponentsAlongUnderNamesOfTheirOwn() {
        JsonNode copy = transfer(
                "3.1.0",
                """
                {"A b":{"properties":{"b":{"$ref":"#/components/schemas/B","description":"stays"}}},"B":true}""",
                """
                {"items":{"$ref":"#/components/schemas/A b"}}""");
        assertThat(copy).isEqualTo(Documents.read("{\"items\":{\"$ref\":\"#/components/schemas/t.A_b\"}}"));
        assertThat(components.path("schemas"))
                .isEqualTo(
                        Documents.read(
                                """
                                {"t.A_b":{"properties":{"b":{"description":"stays","$ref":"#/components/schemas/t.B"}}},"t.B":true}"""));
    }

    @Test
    void namesThatBecomeOneAreToldApart() {
        JsonNode copy = transfer(
                "3.1.0",
                "{\"A b\":{\"type\":\"string\"},\"A_b\":{\"type\":\"number\"}}",
                """
                {"anyOf":[{"$ref":"#/components/schemas/A b"},{"$ref":"#/components/schemas/A_b"}]}""");
        assertThat(copy.at("/anyOf/0/$ref").asText()).isEqualTo("#/components/schemas/t.A_b");
        assertThat(copy.at("/anyOf/1/$ref").asText()).isEqualTo("#/components/schemas/t.A_b_2");
        assertThat(components.at("/schemas/t.A_b_2/type").asText()).isEqualTo("number");
    }

    @Test
    void whatLeadsNowhereSaysNothing() {
        JsonNode copy = transfer(
                "3.1.0",
                "{\"A\":{\"properties\":{\"x\":{\"type\":\"integer\"}}}}",
                """
                {"anyOf":[{"$ref":"other.json#/A"},{"$ref":"#/components/schemas/None"},{"$ref":"https://example.org/a"},
                  {"$ref":"#/components/schemas/A/properties/x"}]}""");
        assertThat(copy).isEqualTo(Documents.read("{\"anyOf\":[{},{},{},{\"type\":\"integer\"}]}"));
    }

    @Test
    void whatLeadsToItselfEnds() {
        ObjectNode source = (ObjectNode) Documents.read(
                """
                {"openapi":"3.1.0","x":{"items":{"$ref":"#/x"}},"y":{"$ref":"#/y"}}""");
        Transfer transfer = new Transfer(source, "t", components);
        assertThat(transfer.copy(Documents.read("{\"$ref\":\"#/x\"}"))).isEqualTo(Documents.read("{\"items\":{}}"));
        assertThat(transfer.copy(Documents.read("{\"$ref\":\"#/y\"}"))).isEqualTo(Documents.read("{}"));
    }

    @Test
    void examplesAndNamesOfPropertiesAreNoKeywords() {
        String node =
                """
                {"properties":{"$ref":{"type":"string"},"default":{"$ref":"#/components/schemas/A"},"nullable":{"type":"string"}},
                 "default":{"$ref":"#/components/schemas/A"},"enum":[{"$ref":"x"}],"x-own":{"$ref":"y"},"examples":[{"$ref":"z"}]}""";
        JsonNode copy = transfer("3.1.0", "{\"A\":{\"type\":\"string\"}}", node);
        ObjectNode expected = (ObjectNode) Documents.read(node);
        ((ObjectNode) expected.at("/properties/default")).put("$ref", "#/components/schemas/t.A");
        assertThat(copy).isEqualTo(expected);
    }

    @Test
    void aDiscriminatorNamesTheComponentsThatWereTaken() {
        JsonNode copy = transfer(
                "3.1.0",
                "{\"Cat\":{\"type\":\"object\"},\"Dog\":{\"type\":\"object\"}}",
                """
                {"discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/Cat","dog":"Dog","cow":"Cow"}}}""");
        assertThat(copy.at("/discriminator/mapping"))
                .isEqualTo(Documents.read(
                        "{\"cat\":\"#/components/schemas/t.Cat\",\"dog\":\"#/components/schemas/t.Dog\"}"));
        assertThat(components.path("schemas").has("t.Dog")).isTrue();
    }

    @Test
    void whatIsWrittenAs30IsWrittenAs31() {
        JsonNode copy = transfer(
                "3.0.3",
                "{\"A\":{\"type\":\"string\"}}",
                """
                {"allOf":[{"type":"string","nullable":true,"enum":["a"]},{"nullable":true},{"type":"string","nullable":false},
                  {"type":"integer","minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false},
                  {"$ref":"#/components/schemas/A","description":"means nothing in 3.0"}]}""");
        assertThat(copy)
                .isEqualTo(
                        Documents.read(
                                """
                                {"allOf":[{"type":["string","null"],"enum":["a",null]},{},{"type":"string"},
                                  {"type":"integer","exclusiveMinimum":1,"maximum":9},{"$ref":"#/components/schemas/t.A"}]}"""));
    }

    private JsonNode transfer(String version, String schemas, String node) {
        JsonNode source =
                Documents.read("{\"openapi\":\"" + version + "\",\"components\":{\"schemas\":" + schemas + "}}");
        return new Transfer(source, "t", components).copy(Documents.read(node));
    }
}
