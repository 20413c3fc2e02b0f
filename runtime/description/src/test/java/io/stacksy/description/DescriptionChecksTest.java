package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stacksy.route.Operation;
import io.stacksy.route.RequestCheck;
import io.stacksy.route.Rule;
import io.stacksy.tool.Problem;
import io.stacksy.tool.Problem.FieldError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionChecksTest {
    private static final String JSON = "application/json";
    private static final byte[] NONE = new byte[0];

    /** What the tests ask about, in JSON with ' for ". */
    private static final String ITEM = "{'type':'object','required':['name','kind'],'additionalProperties':false,"
            + "'properties':{'name':{'type':'string','minLength':1,'maxLength':5},"
            + "'kind':{'type':'string','enum':['book','film']},"
            + "'code':{'type':'string','pattern':'^[a-z]+$'},"
            + "'pages':{'type':'integer','format':'int32','minimum':1},"
            + "'price':{'type':['number','null'],'exclusiveMaximum':10,'multipleOf':0.5},"
            + "'site':{'type':'string','format':'uri'},'when':{'type':'string','format':'date-time'},"
            + "'tags':{'type':'array','items':{'type':'string'},'maxItems':2,'uniqueItems':true},"
            + "'part':{'$ref':'#/components/schemas/Part'},"
            + "'maybe':{'anyOf':[{'$ref':'#/components/schemas/Part'},{'type':'null'}]},"
            + "'id':{'type':'integer','format':'int64'}}}";

    private static final String PART = "{'type':'object','required':['weight','made'],'properties':"
            + "{'weight':{'type':'number'},'made':{'type':'string','readOnly':true},"
            + "'part':{'$ref':'#/components/schemas/Part'}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'kind':'book'} | name | is missing",
                "{'name':'','kind':'book'} | name | must not be empty",
                "{'name':'sixsix','kind':'book'} | name | must have at most 5 characters",
                "{'name':7,'kind':'book'} | name | must be a text",
                "{'name':null,'kind':'book'} | name | must be a text",
                "{'name':'a','kind':'song'} | kind | must be one of book, film",
                "{'name':'a','kind':'book','code':'A1'} | code | must match the pattern ^[a-z]+$",
                "{'name':'a','kind':'book','pages':0} | pages | must be at least 1",
                "{'name':'a','kind':'book','pages':2147483648} | pages | must be at most 2147483647",
                "{'name':'a','kind':'book','pages':1.5} | pages | must be a whole number",
                "{'name':'a','kind':'book','pages':'1'} | pages | must be a whole number",
                "{'name':'a','kind':'book','id':9223372036854775808} | id | must be at most 9223372036854775807",
                "{'name':'a','kind':'book','price':10} | price | must be less than 10",
                "{'name':'a','kind':'book','price':0.3} | price | must be a multiple of 0.5",
                "{'name':'a','kind':'book','price':'1'} | price | must be a number or null",
                "{'name':'a','kind':'book','site':'no address'} | site | must be an address such as https://example.com/",
                "{'name':'a','kind':'book','when':'today'} | when | must be a time such as 2026-01-31T12:00:00Z",
                "{'name':'a','kind':'book','role':'admin'} | role | no such field",
                "{'name':'a','kind':'book','tags':'x'} | tags | must be a list",
                "{'name':'a','kind':'book','tags':['x',7]} | /tags/1 | must be a text",
                "{'name':'a','kind':'book','tags':['x','y','z']} | tags | must have at most 2 entries",
                "{'name':'a','kind':'book','tags':['x','x']} | tags | must not have the same entry twice",
                "{'name':'a','kind':'book','part':{}} | /part/weight | is missing",
                "{'name':'a','kind':'book','part':{'weight':1,'part':{'weight':true}}} | /part/part/weight | must be a number",
                "{'name':'a','kind':'book','maybe':{'weight':'x'}} | /maybe/weight | must be a number",
                "[] | `` | must be an object",
                "null | `` | must be an object"
            })
    void saysWhatIsWrongInABody(String body, String field, String message) {
        assertThat(faults(posted(body))).containsExactly(new FieldError(field, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'a','kind':'book'}",
                "{'name':'äöü€x','kind':'film','code':'abc','pages':2147483647,'price':null,'id':-9223372036854775808}",
                "{'name':'a','kind':'book','price':9.5,'site':'https://example.com/?a=b','when':'2026-01-31T12:00:00+01:00'}",
                "{'name':'a','kind':'book','tags':['x','y'],'part':{'weight':1e3,'more':[1]},'maybe':null}",
                "{'name':'a','kind':'book','maybe':{'weight':1}}"
            })
    void takesABodyThatIsAsDescribed(String body) {
        assertThat(posted(body)).isEmpty();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        Problem problem = judged(
                        post(),
                        new Question().query("limit=0").contentType(JSON),
                        "{'kind':'song','pages':'many','password':'hunter2'}")
                .orElseThrow();
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.title()).isEqualTo("Unprocessable Content");
        assertThat(problem.errors())
                .containsExactlyInAnyOrder(
                        new FieldError("limit", "the query parameter must be at least 1"),
                        new FieldError("name", "is missing"),
                        new FieldError("kind", "must be one of book, film"),
                        new FieldError("pages", "must be a whole number"),
                        new FieldError("password", "no such field"));
        assertThat(problem.detail())
                .startsWith("5 things are wrong with the request: ")
                .contains("name: is missing")
                .doesNotContain("hunter2", "song", "many");
    }

    @Test
    void tellsOfABodyThatIsWrongEverywhereNoMoreThanSomebodyReads() {
        String entries = "7,".repeat(5_000) + "7";
        Problem problem =
                posted("{'name':'a','kind':'book','tags':[" + entries + "]}").orElseThrow();
        assertThat(problem.errors()).hasSize(50);
        assertThat(problem.detail()).startsWith("500").hasSizeLessThan(500);
        String long1 = "{'name':'a','kind':'book','" + "x".repeat(40_000) + "':1}";
        assertThat(posted(long1).orElseThrow().detail()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': | the body is not well-formed JSON (line 1, column",
                "{'name':'a'} x | the body is not well-formed JSON (line 1",
                "{'name':'a'} {} | the body goes on after its end",
                "{'name':'a','name':'b'} | the body has the same field twice",
                "{'pages':1e400} | the body has a number that is out of range",
                "{'pages':1e-999999999} | the body has a number that is out of range",
                "{'pages':NaN} | the body is not well-formed JSON",
                "` ` | the body is missing; send JSON"
            })
    void aBodyThatIsNoJsonIsABadRequest(String body, String detail) {
        Problem problem = posted(body).orElseThrow();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).startsWith(detail);
        assertThat(problem.errors()).isEmpty();
    }

    @Test
    void aBodyOverALimitIsABadRequest() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String large = "{'name':'" + "x".repeat((1 << 20) + 1) + "'}";
        String number = "{'pages':" + "1".repeat(101) + "}";
        for (String body : List.of(deep, large, number)) {
            Problem problem = posted(body).orElseThrow();
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.detail()).startsWith("the body is nested too deeply, or has");
        }
    }

    @Test
    void aBodyThatIsNotUtf8IsABadRequest() {
        Problem problem = post().judge(new Question().contentType(JSON).request(), "/items", new byte[] {'"', -1, '"'})
                .orElseThrow();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo("the body is not UTF-8");
        Problem missing = post().judge(new Question().contentType(JSON).request(), "/items", NONE)
                .orElseThrow();
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.detail()).isEqualTo("the body is missing; send JSON");
    }

    @Test
    void readsBodiesOfJsonOnly() {
        assertThat(post().readsBody("application/json; charset=utf-8")).isTrue();
        assertThat(post().readsBody("Application/Merge-Patch+JSON")).isTrue();
        assertThat(post().readsBody(null)).isTrue();
        assertThat(post().readsBody("text/plain")).isFalse();
        assertThat(post().readsBody("multipart/form-data; boundary=x")).isFalse();
        assertThat(post().readsBody("application/octet-stream")).isFalse();
        String either = "{'post':{'requestBody':{'content':{'multipart/form-data':{'schema':{'type':'object'}},"
                + "'application/json':{'schema':{'type':'object'}}}}}}";
        assertThat(check("POST", either).orElseThrow().readsBody(null)).isFalse();
        String anyone = "{'post':{'requestBody':{'content':{'*/*':{'schema':{'type':'object'}}}}}}";
        assertThat(check("POST", anyone).orElseThrow().readsBody("text/xml")).isFalse();
        assertThat(check("POST", anyone).orElseThrow().readsBody(JSON)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "limit=x | limit | the query parameter must be a whole number",
                "limit=7.0 | limit | the query parameter must be a whole number",
                "limit=101 | limit | the query parameter must be at most 100",
                "limit=1&limit=101 | limit | the query parameter must be at most 100",
                "%6Cimit=101 | limit | the query parameter must be at most 100",
                "limit=99999999999999999999999 | limit | the query parameter must be at most 100",
                "ratio=high | ratio | the query parameter must be a number",
                "flag=yes | flag | the query parameter must be true or false",
                "kind=song | kind | the query parameter must be one of book, film",
                "ids=1&ids=x | ids | an entry of the query parameter must be a whole number",
                "ids=1&ids=2&ids=3&ids=4 | ids | the query parameter must have at most 3 entries",
                "joined=1,x | joined | an entry of the query parameter must be a whole number",
                "after=today | after | the query parameter must be a time such as 2026-01-31T12:00:00Z"
            })
    void saysWhatIsWrongWithAParameterOfTheQuery(String query, String field, String message) {
        assertThat(faults(got("/items/abc", new Question().query("q=1&" + query).header("X-Trace", "7"))))
                .containsExactly(new FieldError(field, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=",
                "q=1&limit=",
                "q=1&limit=100&ratio=1.5e3&flag=TRUE&kind=film&unknown=%20",
                "q=1&ids=1&ids=2&joined=1,2,3,4&after=2026-01-31T12:00:00Z"
            })
    void takesAQueryThatIsAsDescribed(String query) {
        assertThat(got("/items/abc", new Question().query(query).header("X-Trace", "7")))
                .isEmpty();
    }

    @Test
    void missesWhatIsRequired() {
        assertThat(faults(got("/items/abc", new Question())))
                .containsExactly(
                        new FieldError("q", "the query parameter is missing"),
                        new FieldError("X-Trace", "the header is missing"));
        assertThat(faults(got("/items/abc", new Question().query("q=1").header("x-trace", "seven"))))
                .containsExactly(new FieldError("X-Trace", "the header must be a whole number"));
    }

    @Test
    void aQueryThatIsNotWellFormedIsABadRequest() {
        Problem problem = got("/items/abc", new Question().query("q=%")).orElseThrow();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo("the path or query is not well-formed; escape every '%'");
    }

    @ParameterizedTest
    @CsvSource({"/items/ABC, 1", "/items/%41bc, 1", "/items/abc, 0", "/items/%61bc/, 0", "/items/a+c, 1"})
    void judgesAParameterInThePath(String path, int faults) {
        assertThat(faults(got(path, new Question().query("q=1").header("X-Trace", "7"))))
                .hasSize(faults)
                .allMatch(fault -> fault.field().equals("code")
                        && fault.message().equals("the path parameter must match the pattern ^[a-z]+$"));
    }

    @Test
    void takesVariablesByTheirPlaceWhateverTheCodeCallsThem() {
        PathValues values = PathValues.of("/a.b/{x: [a-z]{2}}-{y}/{rest: (a|b)/.*}", List.of("one", "two", "three"));
        assertThat(values.in("/a.b/ab-c%20d/a/b/c"))
                .isEqualTo(Map.of("one", List.of("ab"), "two", List.of("c d"), "three", List.of("a/b/c")));
        assertThat(values.in("/aXb/ab-c/a/b")).isEmpty();
    }

    @Test
    void asksNothingOfPlainTexts() {
        String plain = "{'parameters':[{'name':'code','in':'path','required':true,'schema':{'type':'string'}}],"
                + "'get':{'parameters':[{'name':'q','in':'query','schema':{'type':'string','title':'What'}},"
                + "{'name':'tags','in':'query','schema':{'type':'array','items':{'type':'string'}}},"
                + "{'name':'filter','in':'query','style':'deepObject','schema':{'type':'object'}},"
                + "{'name':'session','in':'cookie','required':true,'schema':{'type':'integer'}},"
                + "{'name':'Authorization','in':'header','required':true,'schema':{'type':'integer'}}]},"
                + "'post':{'requestBody':{'required':true,'content':{'application/json':{},"
                + "'application/problem+json':{'schema':{}},'text/plain':{'schema':{'type':'string','maxLength':1}}}}}}";
        assertThat(check("GET", plain)).isEmpty();
        assertThat(check("POST", plain)).isEmpty();
    }

    @Test
    void readsOldDocumentsToo() {
        String body = "{'post':{'requestBody':{'content':{'application/json':{'schema':{'type':'object','properties':"
                + "{'a':{'type':'string','nullable':true},'b':{'type':'integer','minimum':1,'exclusiveMinimum':true}}"
                + "}}}}}}";
        RequestCheck check = check("POST", "3.0.3", body).orElseThrow();
        assertThat(judged(check, new Question().contentType(JSON), "{'a':null,'b':2}"))
                .isEmpty();
        assertThat(faults(judged(check, new Question().contentType(JSON), "{'a':1,'b':1}")))
                .containsExactlyInAnyOrder(
                        new FieldError("a", "must be a text or null"), new FieldError("b", "must be more than 1"));
    }

    @Test
    void neverAsksForWhatIsElsewhere() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            String address = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/item.json";
            for (String schema : List.of(
                    "{'$ref':'" + address + "'}",
                    "{'type':'object','properties':{'a':{'$ref':'" + address + "#/x'}}}",
                    "{'$schema':'" + address + "','type':'object','properties':{'a':{'type':'integer'}}}",
                    "{'$id':'" + address + "','type':'object','properties':{'a':{'$ref':'other.json'}}}")) {
                check("POST", "{'post':{'requestBody':{'content':{'application/json':{'schema':" + schema + "}}}}}")
                        .ifPresent(check -> check.judge(
                                new Question().contentType(JSON).request(),
                                "/items",
                                "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(asked).hasValue(0);
        } finally {
            elsewhere.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'https://example.com/item.json'}",
                "{'$ref':'#/components/schemas/Nobody'}",
                "{'type':'strng'}",
                "{'type':'string','pattern':'('}",
                "{'type':'integer','minimum':'one'}",
                "{'type':'object','properties':{'a':{'required':true}}}",
                "{'$ref':'#/components/schemas/Broken'}"
            })
    void leavesOutWhatItCannotUnderstand(String schema) {
        String path = "{'post':{'parameters':[{'name':'n','in':'query','schema':{'type':'integer'}}],"
                + "'requestBody':{'content':{'application/json':{'schema':" + schema + "}}}}}";
        RequestCheck check = check("POST", path).orElseThrow();
        assertThat(check.readsBody(JSON)).isFalse();
        assertThat(faults(judged(check, new Question().query("n=x").contentType(JSON), "{}")))
                .hasSize(1);
    }

    @Test
    void saysWhatItLeavesOut() {
        OpenApi document = OpenApi.parse(document(
                        "3.1.0",
                        "{'post':{'parameters':[{'name':'n','in':'query','schema':{'type':'strng'}}],"
                                + "'requestBody':{'content':{'application/json':{'schema':{'$ref':'x.json'}}}}}}")
                .getBytes(StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        CheckCompiler compiler = new CheckCompiler(
                document.root(),
                (what, why) -> said.append(what).append(": ").append(why).append('\n'));
        compiler.compile(operation("POST", "/items"), document.offers().get(0));
        assertThat(said.toString().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("the query parameter 'n' of POST /items: its schema is not one of JSON Schema"))
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("the application/json body of POST /items: it refers to 'x.json', which is not in "
                                + "the document; put it below #/components/schemas"));
    }

    @Test
    void aDescriptionThatIsNoneAsksNothing() {
        assertThat(new DescriptionChecks().compile("notes@1.0.0", "{", List.of(operation("POST", "/items"))))
                .isEmpty();
    }

    @Test
    void aTextThatIsTooLongForItsPatternIsRefused() {
        String path = "{'post':{'requestBody':{'content':{'application/json':{'schema':"
                + "{'type':'string','pattern':'^(a|b)*$'}}}}}}";
        Problem problem = judged(
                        check("POST", path).orElseThrow(),
                        new Question().contentType(JSON),
                        "'" + "ab".repeat(200_000) + "'")
                .orElseThrow();
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.detail()).isEqualTo("the body is too long for the pattern that the description has for it");
    }

    @Test
    void anOperationThatCannotBeUnderstoodLeavesTheOthersChecked() {
        String parameters = "{'parameters':[{'name':'code','in':'path','schema':{'type':'integer'}}],'get':{}}";
        Operation odd = operation("GET", "/odd/{code: (?<stacksy0>a)}"); // a group of that name is taken
        Operation plain = operation("GET", "/plain/{code}");
        IdentityHashMap<Operation, RequestCheck> checks = new DescriptionChecks()
                .compile(
                        "notes@1.0.0",
                        whole("3.1.0", "{'/odd/{code}':" + parameters + ",'/plain/{code}':" + parameters + "}"),
                        List.of(odd, plain));
        assertThat(checks.keySet()).containsExactly(plain);
    }

    @Test
    void aSchemaThatIsNothingButItselfIsLeftOut() {
        assertThat(check(
                        "POST",
                        "{'post':{'requestBody':{'content':{'application/json':{'schema':"
                                + "{'$ref':'#/components/schemas/Circle'}}}}}}"))
                .isEmpty();
    }

    private static RequestCheck post() {
        return check(
                        "POST",
                        "{'post':{'parameters':[{'name':'limit','in':'query','schema':{'type':'integer','minimum':1}}],"
                                + "'requestBody':{'$ref':'#/components/requestBodies/Item'}}}")
                .orElseThrow();
    }

    private static Optional<Problem> posted(String body) {
        return judged(post(), new Question().contentType(JSON), body);
    }

    private static Optional<Problem> got(String path, Question question) {
        return single().judge(question.request(), path, NONE);
    }

    private static RequestCheck single() {
        String paths = "{'/items/{code}':{'parameters':[{'name':'code','in':'path','required':true,'schema':"
                + "{'type':'string','pattern':'^[a-z]+$'}}],'get':{'parameters':["
                + "{'name':'q','in':'query','required':true,'schema':{'type':'string'}},"
                + "{'name':'limit','in':'query','schema':{'type':'integer','minimum':1,'maximum':100}},"
                + "{'name':'ratio','in':'query','schema':{'type':'number'}},"
                + "{'name':'flag','in':'query','schema':{'type':'boolean'}},"
                + "{'name':'kind','in':'query','schema':{'$ref':'#/components/schemas/Kind'}},"
                + "{'name':'ids','in':'query','schema':{'type':'array','maxItems':3,'items':{'type':'integer'}}},"
                + "{'name':'joined','in':'query','explode':false,'schema':{'type':'array','items':{'type':'integer'}}},"
                + "{'name':'after','in':'query','schema':{'type':'string','format':'date-time'}},"
                + "{'$ref':'#/components/parameters/Trace'}]}}}";
        Operation operation = operation("GET", "/items/{key}");
        return Optional.ofNullable(new DescriptionChecks()
                        .compile("notes@1.0.0", whole("3.1.0", paths), List.of(operation))
                        .get(operation))
                .orElseThrow();
    }

    private static Optional<RequestCheck> check(String method, String path) {
        return check(method, "3.1.0", path);
    }

    private static Optional<RequestCheck> check(String method, String version, String path) {
        Operation operation = operation(method, "/items");
        return Optional.ofNullable(new DescriptionChecks()
                .compile("notes@1.0.0", document(version, path), List.of(operation))
                .get(operation));
    }

    private static Operation operation(String method, String template) {
        return new Operation(method, template, new Rule.Anyone(), OptionalLong.empty());
    }

    private static String document(String version, String path) {
        return whole(version, "{'/items':" + path + "}");
    }

    private static String whole(String version, String paths) {
        return ("{'openapi':'" + version + "','paths':" + paths + ",'components':{"
                        + "'schemas':{'Item':" + ITEM + ",'Part':" + PART
                        + ",'Broken':{'items':7},'Circle':{'$ref':'#/components/schemas/Circle'},"
                        + "'Kind':{'type':'string','enum':['book','film']}},"
                        + "'requestBodies':{'Item':{'required':true,'content':{'application/json':"
                        + "{'schema':{'$ref':'#/components/schemas/Item'}}}}},"
                        + "'parameters':{'Trace':{'name':'X-Trace','in':'header','required':true,"
                        + "'schema':{'type':'integer'}}}}}")
                .replace('\'', '"');
    }

    private static Optional<Problem> judged(RequestCheck check, Question question, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return check.judge(question.request(), "/items", bytes);
    }

    private static List<FieldError> faults(Optional<Problem> problem) {
        return problem.map(Problem::errors).orElse(List.of());
    }
}
