package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Plan.Change;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.ToolName;
import io.stacksy.route.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final String PARAMETER = "{'in':'query','name':'q'%s}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'string'} | {'type':'integer'} | true | true | has integer in place of string as",
                "{'type':'integer'} | {'type':'number'} | false | true | has number in place of integer as",
                "{'type':'number'} | {'type':'integer'} | true | false | has integer in place of number as",
                "{'type':'string'} | {'type':['string','null']} | false | true | has string or null in place of string as",
                "{'type':'string','nullable':true} | {'type':'string'} | true | false | has string in place of string or null as",
                "{} | {'type':'string'} | true | false | has string in place of anything as",
                "{'enum':['a','b']} | {'enum':['a']} | true | false | a",
                "{'enum':['a']} | {'enum':['a','b']} | false | true | a, b",
                "{'enum':['a']} | {} | false | true | anything",
                "{'maxLength':9} | {'maxLength':5} | true | false | has maxLength 5 in place of 9 for",
                "{'minimum':1} | {'minimum':0.5} | false | true | has minimum 0.5 in place of 1 for",
                "{} | {'maxItems':5} | true | false | has maxItems 5 in place of none for",
                "{'maxItems':5} | {} | false | true | has maxItems none in place of 5 for",
                "{} | {'pattern':'a'} | true | false | has pattern a in place of none for",
                "{'format':'date'} | {} | false | true | has format none in place of date for",
                "{'properties':{'a':{}}} | {} | true | true | the property 'a' of",
                "{} | {'properties':{'a':{}}} | false | false | the property 'a' of",
                "{} | {'properties':{'a':{}},'required':['a']} | true | false | the property 'a' of",
                "{'properties':{'a':{}}} | {'properties':{'a':{}},'required':['a']} | true | - | now asks for the property 'a' of",
                "{'properties':{'a':{}},'required':['a']} | {'properties':{'a':{}}} | - | true | can leave out the property 'a' of",
                "{'items':{'type':'string'}} | {'items':{'type':'integer'}} | true | true | as each of",
                "{'additionalProperties':{'type':'string'}} | {'additionalProperties':{'type':'integer'}} | true | true | as each property of",
                "{} | {'additionalProperties':false} | true | false | further properties of",
                "{'anyOf':[{'type':'string'}]} | {'anyOf':[{'type':'integer'}]} | true | true | has integer in place of string as",
                "{'anyOf':[{}]} | {'anyOf':[{},{}]} | true | true | put together otherwise, which is not understood",
                "{'const':1} | {'const':2} | true | true | another 'const' for",
                "{'$ref':'#/components/schemas/A'} | {'$ref':'#/components/schemas/A'} | true | true | has integer in place of string as the property 'a' of"
            })
    void findsWhatBreaksCallersInWhatTheySendAndGet(
            String old, String now, String breakingRequest, String breakingAnswer, String words) {
        check(body(old, "string"), body(now, "integer"), breakingRequest, words + " the body");
        check(answer(old, "string"), answer(now, "integer"), breakingAnswer, words + " the body in its answer 200");
    }

    private static void check(String before, String after, String breaking, String words) {
        List<Change> changes = compare(before, after);
        if (breaking.equals("-")) {
            assertThat(changes).isEmpty();
            return;
        }
        assertThat(changes).isNotEmpty();
        assertThat(changes.stream().anyMatch(Change::breaking)).isEqualTo(Boolean.valueOf(breaking));
        assertThat(changes.get(0).detail()).contains(words.substring(0, words.indexOf(" the body")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "'parameters':[Q] | - | true | no longer takes the query parameter 'q'",
                "- | 'parameters':[Q] | false | takes the query parameter 'q', which is new",
                "- | 'parameters':[QR] | true | now asks for the query parameter 'q'",
                "'parameters':[Q] | 'parameters':[QR] | true | now asks for the query parameter 'q'",
                "'requestBody':{} | - | true | no longer takes a body",
                "- | 'requestBody':{} | false | takes a body, which is new",
                "'requestBody':{} | 'requestBody':{'required':true} | true | now asks for a body",
                "'requestBody':{'content':{'a/b':{}}} | 'requestBody':{'content':{'a/c':{}}} | true | no longer takes a/b",
                "'responses':{'200':{},'404':{}} | 'responses':{'201':{}} | true | no longer answers 200",
                "'responses':{'200':{}} | 'responses':{'200':{},'202':{},'418':{}} | false | can answer 202, which is new",
                "- | 'deprecated':true | false | is deprecated"
            })
    void findsWhatIsDifferentAroundIt(String old, String now, boolean breaking, String words) {
        List<Change> changes = compare(operation(old), operation(now));
        assertThat(changes).isNotEmpty();
        assertThat(changes.stream().anyMatch(Change::breaking)).isEqualTo(breaking);
        assertThat(changes).extracting(Change::detail).contains(words);
    }

    private static String operation(String members) {
        String text = members == null ? "" : members;
        return document(
                text.replace("QR", PARAMETER.formatted(",'required':true"))
                        .replace("[Q]", "[" + PARAMETER.formatted("") + "]"),
                "string");
    }

    @Test
    void takesNoNoticeOfTheNamesOfVariables() {
        String named =
                "{'openapi':'3.0.1','paths':{'/{%1$s}':{'parameters':[{'in':'path','name':'%1$s','required':true,"
                        + "'schema':{'type':'string'}}],'get':{}}}}";
        assertThat(compare(named.formatted("a"), named.formatted("b"))).isEmpty();
    }

    @Test
    void bearsWithTypesThatContainThemselves() {
        String tree = "{'properties':{'left':{'$ref':'#/components/schemas/A'}}}";
        String document = "{'openapi':'3.1.0','paths':{'/a':{'get':{'responses':{'200':{'content':{'x/y':{'schema':"
                + "{'$ref':'#/components/schemas/A'}}}}}}}},'components':{'schemas':{'A':" + tree + "}}}";
        assertThat(compare(document, document.replace("left", "right")))
                .extracting(Change::detail)
                .containsExactly(
                        "no longer has the property 'left' of the body in its answer 200",
                        "has the property 'right' of the body in its answer 200, which is new");
    }

    @Test
    void saysWhoMayCallFromNowOn() {
        Rule read = new Rule.AnyOf(Set.of("a:read"));
        Rule both = new Rule.AnyOf(Set.of("a:read", "a:write"));
        assertThat(rules(new Rule.Anyone(), new Rule.SignedIn()))
                .containsExactly(new Difference("is open to anyone who is signed in, and was to anyone", true));
        assertThat(rules(new Rule.SignedIn(), read))
                .extracting(Difference::breaking)
                .containsExactly(true);
        assertThat(rules(read, both)).extracting(Difference::breaking).containsExactly(false);
        assertThat(rules(both, read)).extracting(Difference::breaking).containsExactly(true);
        assertThat(rules(new Rule.Nobody(), read))
                .extracting(Difference::breaking)
                .containsExactly(false);
        assertThat(rules(read, new Rule.Nobody()))
                .extracting(Difference::breaking)
                .containsExactly(true);
        assertThat(rules(read, read)).isEmpty();
    }

    private static List<Difference> rules(Rule old, Rule now) {
        return new Comparison(new ToolName("a"))
                .of(offering(old), offering(now)).changes().stream()
                        .map(change -> new Difference(change.detail(), change.breaking()))
                        .toList();
    }

    private static Description offering(Rule rule) {
        return Description.ofClasses(Map.of("GET /a", Description.Offer.ofClass("GET", "/a", rule)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[]", "{}", "{'openapi':'2.0','paths':{}}", "{'openapi':'3.1.0'}"})
    void refusesADescriptionThatIsNone(String text) {
        assertThatThrownBy(() -> OpenApi.parse(json(text)))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_ARTIFACT))
                .hasMessageContaining("make it at build time, or leave it out");
    }

    private static String body(String schema, String type) {
        return document("'requestBody':{'content':{'x/y':{'schema':" + schema + "}}}", type);
    }

    private static String answer(String schema, String type) {
        return document("'responses':{'200':{'content':{'x/y':{'schema':" + schema + "}}}}", type);
    }

    /** A document with one operation, and a type A that has one property of {@code type}. */
    private static String document(String members, String type) {
        return "{'openapi':'3.1.0','paths':{'/a':{'get':{" + members + "}}},'components':{'schemas':{'A':"
                + "{'properties':{'a':{'type':'" + type + "'}}}}}}";
    }

    private static List<Change> compare(String before, String after) {
        return new Comparison(new ToolName("a"))
                .of(description(before), description(after))
                .changes();
    }

    private static Description description(String document) {
        return Description.ofDocument(OpenApi.parse(json(document)), Map.of());
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
