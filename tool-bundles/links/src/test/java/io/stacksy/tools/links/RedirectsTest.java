package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedirectsTest {
    private static final Code OSGI = new Code("osgi");

    private final FakeLinks links = new FakeLinks();
    private long nanos;
    private final Redirects redirects = new Redirects(links, () -> nanos, 2);

    @Test
    void askTheDatabaseOnceForALinkThatManyFollow() {
        add(OSGI);
        for (int i = 0; i < 100; i++) {
            assertThat(redirects.find(OSGI)).isPresent();
        }
        assertThat(links.resolutions).isEqualTo(1);
    }

    @Test
    void seeWhatWasChangedElsewhereWithinTheLimit() {
        add(OSGI);
        redirects.find(OSGI);
        links.remove(OSGI, "me");
        pass(Redirects.LIMIT);
        assertThat(redirects.find(OSGI)).isEmpty();
    }

    @Test
    void letOneWhoAsksLookAgainBeforeTheLimit() {
        add(OSGI);
        redirects.find(OSGI);
        pass(Redirects.FRESH);
        redirects.find(OSGI);
        redirects.find(OSGI);
        assertThat(links.resolutions).isEqualTo(2);
    }

    @Test
    void seeAtOnceWhatWasChangedHere() {
        add(OSGI);
        redirects.find(OSGI);
        links.remove(OSGI, "me");
        redirects.forget(OSGI);
        assertThat(redirects.find(OSGI)).isEmpty();
    }

    @Test
    void doNotRememberWhatIsNotThere() {
        assertThat(redirects.find(OSGI)).isEmpty();
        add(OSGI);
        assertThat(redirects.find(OSGI)).isPresent();
    }

    @Test
    void leadOnForAWhileWhenTheDatabaseIsAway() {
        add(OSGI);
        redirects.find(OSGI);
        links.away = true;
        pass(Redirects.FRESH);
        assertThat(redirects.find(OSGI)).isPresent();
        pass(Redirects.LIMIT);
        assertThatThrownBy(() -> redirects.find(OSGI)).isInstanceOf(StoreException.class);
    }

    @Test
    void doNotLeadOnForLongerWhereTheDatabaseIsSlowToFail() {
        add(OSGI);
        redirects.find(OSGI);
        links.away = true;
        links.waiting = () -> pass(Redirects.LIMIT);
        pass(Redirects.FRESH);
        assertThatThrownBy(() -> redirects.find(OSGI)).isInstanceOf(StoreException.class);
    }

    @Test
    void rememberTheLatestFew() {
        for (int i = 0; i < 5; i++) {
            add(new Code("code" + i));
            redirects.find(new Code("code" + i));
        }
        int before = links.resolutions;
        redirects.find(new Code("code3"));
        redirects.find(new Code("code4"));
        assertThat(links.resolutions).isEqualTo(before);
        redirects.find(new Code("code0"));
        assertThat(links.resolutions).isEqualTo(before + 1);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void add(Code code) {
        links.add(
                code, "me", new Link.Content(Target.stored("https://example.com/"), Optional.empty(), Given.details()));
    }
}
