package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinksResourceTest {
    private static final String URL = "https://www.osgi.org/";

    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final FakeLinks links = new FakeLinks();
    private final Clicks clicks = new Clicks(links, clock, Duration.ofHours(1));
    private final Redirects redirects = new Redirects(links, () -> 0, 100);
    private final LinksResource resource = new LinksResource(links, clicks, redirects, clock, new Random(7));
    private final RedirectResource redirect = new RedirectResource(redirects, clicks, clock);
    private final UriInfo uri = Request.uri();
    private final Caller me = Request.by("me");
    private final Caller other = Request.by("other");

    @AfterEach
    void end() throws InterruptedException {
        clicks.close();
    }

    @Test
    void makesALinkOfTheChosenCode() {
        Response response = resource.create(Given.link(URL, "osgi", "2026-06-02T12:00:00Z"), me, uri);
        assertThat(response.getStatus()).isEqualTo(201);
        assertThat(response.getLocation()).isEqualTo(URI.create("http://sho.rt:8080/api/links/osgi"));
        assertThat(response.getEntity()).isInstanceOfSatisfying(LinkView.class, link -> {
            assertThat(link.code()).isEqualTo("osgi");
            assertThat(link.url()).isEqualTo(URL);
            assertThat(link.shortUrl()).isEqualTo("http://sho.rt:8080/l/osgi");
            assertThat(link.clicks()).isZero();
            assertThat(link.expiresAt()).isEqualTo("2026-06-02T12:00:00Z");
        });
    }

    @Test
    void makesUpACode() {
        assertThat(create(me, null).code()).matches("[A-Za-z0-9]{7}");
    }

    @Test
    void makesUpAnotherCodeWhereOneIsTaken() {
        String first = create(me, null).code();
        LinksResource sameCodes = new LinksResource(links, clicks, redirects, clock, new Random(7));
        Object second = sameCodes.create(Given.link(URL, null, null), me, uri).getEntity();
        assertThat(second).isInstanceOfSatisfying(LinkView.class, link -> assertThat(link.code())
                .isNotEqualTo(first));
    }

    @Test
    void refusesACodeThatIsTaken() {
        create(me, "osgi");
        assertProblem(409, () -> create(other, "osgi"));
    }

    @Test
    void refusesWhatIsNotAcceptable() {
        assertProblem(422, () -> resource.create(Given.link(null, "osgi", null), me, uri));
        assertProblem(422, () -> resource.create(Given.link("javascript:x", "osgi", null), me, uri));
        assertProblem(422, () -> resource.create(Given.link("http://SHO.rt/l/osgi", "osgi", null), me, uri));
        assertProblem(422, () -> resource.create(Given.link(URL, "a/b", null), me, uri));
        assertProblem(422, () -> resource.create(Given.link(URL, "osgi", "2026-06-01T12:00:00Z"), me, uri));
    }

    @Test
    void keepsLinksOfOthersToThemselves() {
        create(me, "osgi");
        assertThat(resource.find("osgi", me, uri).url()).isEqualTo(URL);
        assertProblem(404, () -> resource.find("osgi", other, uri));
        assertProblem(404, () -> resource.stats("osgi", other));
        assertProblem(404, () -> resource.change("osgi", new LinkChange(), other, uri));
        assertProblem(404, () -> resource.remove("osgi", other));
        assertThat(resource.list(null, null, other, uri).items()).isEmpty();
        assertThat(resource.find("osgi", me, uri).url()).isEqualTo(URL);
    }

    @Test
    void listsPartByPart() {
        List.of("one", "two", "three").forEach(code -> create(me, code));
        Page first = resource.list("2", null, me, uri);
        assertThat(first.items()).extracting(LinkView::code).containsExactly("three", "two");
        Page second = resource.list("2", first.nextCursor(), me, uri);
        assertThat(second.items()).extracting(LinkView::code).containsExactly("one");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void takesAReasonableLimitOnly() {
        List.of("0", "101", "-1", "x", "")
                .forEach(limit -> assertProblem(422, () -> resource.list(limit, null, me, uri)));
        assertProblem(422, () -> resource.list(null, "x", me, uri));
    }

    @Test
    void changesWhatIsGivenAndNothingElse() {
        resource.create(Given.link(URL, "osgi", "2026-06-02T12:00:00Z"), me, uri);
        LinkChange change = new LinkChange();
        change.setUrl("https://example.com/");
        LinkView changed = resource.change("osgi", change, me, uri);
        assertThat(changed.url()).isEqualTo("https://example.com/");
        assertThat(changed.expiresAt()).isEqualTo("2026-06-02T12:00:00Z");
        assertThat(follow("osgi").getLocation()).isEqualTo(URI.create("https://example.com/"));
    }

    @Test
    void takesAwayWhatIsGivenAsNull() {
        resource.create(Given.link(URL, "osgi", "2026-06-02T12:00:00Z"), me, uri);
        LinkChange change = new LinkChange();
        change.setExpiresAt(null);
        assertThat(resource.change("osgi", change, me, uri).expiresAt()).isNull();
        LinkChange nowhere = new LinkChange();
        nowhere.setUrl(null);
        assertProblem(422, () -> resource.change("osgi", nowhere, me, uri));
    }

    @Test
    void removesAtOnce() {
        create(me, "osgi");
        follow("osgi");
        resource.remove("osgi", me);
        assertProblem(404, () -> follow("osgi"));
        assertProblem(404, () -> resource.remove("osgi", me));
    }

    @Test
    void redirectsAndCounts() {
        create(me, "osgi");
        Response response = follow("osgi");
        assertThat(response.getStatus()).isEqualTo(302);
        assertThat(response.getLocation()).isEqualTo(URI.create(URL));
        assertThat(response.getHeaderString("Cache-Control")).isEqualTo("no-store");
        follow("osgi");
        redirect.look("osgi");
        assertThat(resource.stats("osgi", me)).isEqualTo(new Stats("osgi", 2, now));
        assertThat(clicks.flush()).isTrue();
        assertThat(resource.stats("osgi", me)).isEqualTo(new Stats("osgi", 2, now));
        assertThat(resource.find("osgi", me, uri).clicks()).isEqualTo(2);
        assertThat(resource.list(null, null, me, uri).items())
                .extracting(LinkView::clicks)
                .containsExactly(2L);
    }

    @Test
    void doesNotGiveTheClicksOfARemovedLinkToTheNextOfItsCode() {
        create(me, "osgi");
        follow("osgi");
        resource.remove("osgi", me);
        create(other, "osgi");
        assertThat(clicks.flush()).isTrue();
        assertThat(resource.stats("osgi", other).clicks()).isZero();
    }

    @Test
    void endsALinkInTime() {
        resource.create(Given.link(URL, "osgi", "2026-06-01T12:00:01Z"), me, uri);
        follow("osgi");
        now = now.plusSeconds(1);
        assertProblem(410, () -> follow("osgi"));
        assertProblem(410, () -> redirect.look("osgi"));
    }

    @Test
    void doesNotAskTheDatabaseForWhatCannotBeACode() {
        int before = links.statements;
        assertProblem(404, () -> follow("a"));
        assertProblem(404, () -> resource.find("a'--", me, uri));
        assertThat(links.statements).isEqualTo(before);
    }

    @Test
    void saysWhenToTryAgainWhileTheDatabaseIsAway() {
        links.away = true;
        StoreException away = catchThrowableOfType(StoreException.class, () -> resource.find("osgi", me, uri));
        Response response = new StoreProblem().toResponse(away);
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("2");
    }

    private LinkView create(Caller caller, @Nullable String code) {
        return (LinkView)
                resource.create(Given.link(URL, code, null), caller, uri).getEntity();
    }

    private Response follow(String code) {
        return redirect.follow(code);
    }

    private static void assertProblem(int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ToolException.class, e -> assertThat(
                        e.problem().status())
                .isEqualTo(status));
    }
}
