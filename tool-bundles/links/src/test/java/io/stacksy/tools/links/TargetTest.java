package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final Self SHORT = new Self(Host.parse("sho.rt"), address -> false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://www.osgi.org/ | https://www.osgi.org/",
                "https://example.com | https://example.com",
                "HTTPS://WWW.Example.COM/Path | https://www.example.com/Path",
                "http://example.com:80/a | http://example.com/a",
                "https://example.com:443/a | https://example.com/a",
                "https://example.com:8443/a | https://example.com:8443/a",
                "https://example.com:/a | https://example.com/a",
                "https://example.com./a | https://example.com/a",
                "https://example.com?q=1#part | https://example.com?q=1#part",
                "https://example.com/a?u=https://b.org/c@d | https://example.com/a?u=https://b.org/c@d",
                "https://example.com/%0d%0aSet-Cookie:x | https://example.com/%0d%0aSet-Cookie:x",
                "https://müller.de/straße | https://xn--mller-kva.de/stra%C3%9Fe",
                "https://xn--mller-kva.de/ | https://xn--mller-kva.de/",
                "https://例え.jp/ | https://xn--r8jz45g.jp/",
                "https://example.com/日本 | https://example.com/%E6%97%A5%E6%9C%AC",
                "https://my_site.example.com/ | https://my_site.example.com/",
                "https://9.9.9.9/ | https://9.9.9.9/",
                "https://0x8.8.2056/ | https://8.8.8.8/",
                "https://134744072/ | https://8.8.8.8/",
                "https://[2606:4700::1111]/ | https://[2606:4700:0:0:0:0:0:1111]/",
                "https://[::ffff:8.8.8.8]/ | https://8.8.8.8/",
                "https://sho.rt.example.com/ | https://sho.rt.example.com/"
            })
    void isStoredInOneSpelling(String given, String stored) {
        assertThat(Target.parse(given, SHORT)).hasToString(stored);
        assertThat(Target.parse(stored, SHORT)).hasToString(stored);
        assertThat(stored).matches("[\\x21-\\x7e]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "www.example.com",
                "//evil.com",
                "///evil.com",
                "http:/evil.com",
                "http:evil.com",
                "http:///evil.com",
                "https://",
                "https://?q",
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "java\tscript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "vbscript:x",
                "ftp://example.com/",
                "ws://example.com/",
                "mailto:a@example.com",
                "http:\\\\evil.com",
                "https:/\\evil.com",
                "https://example.com\\@evil.com",
                " https://example.com",
                "https://example.com ",
                "https://exa mple.com",
                "https://example.com/\t",
                "https://example.com/\r\nSet-Cookie: a=b",
                "https://example.com/\u0000",
                "https://example.com/\u007f",
                "https://example.com/\u0085",
                "https://example.com/\u00a0",
                "https://example.com/\u2028",
                "https://example.com/\u202e",
                "https://exam\u200bple.com/",
                "https://example.com/\ud800",
                "https://user:pass@example.com/",
                "https://user@example.com/",
                "https://@example.com/",
                "https://example.com@evil.com/",
                "https://example.com:a/",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com:999999/",
                "https://example.com:80:80/",
                "https://.example.com/",
                "https://example..com/",
                "https://example.com../",
                "https://-example.com/",
                "https://example-.com/",
                "https://exa%6dple.com/",
                "https://%31%32%37.0.0.1/",
                "https://exa<mple.com/",
                "https://faß.de/",
                "https://xn--example-/",
                "https://xn--0/",
                "https://[::1/",
                "https://::1/",
                "https://[1.2.3.4]/",
                "https://[fe80::1%25eth0]/",
                "https://[example.com]/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://1.2.3.256/",
                "https://example.1/",
                "https://09.8.8.8/",
                "https://example.com/%",
                "https://example.com/%zz",
                "https://example.com/<script>",
                "https://example.com/\"x",
                "https://example.com/{x}"
            })
    void isAWebAddress(String given) {
        assertRefused(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sho.rt/",
                "https://sho.rt/l/abc",
                "https://SHO.RT",
                "https://sho.rt:8443/",
                "https://sho.rt./",
                "https://ｓｈｏ.ｒｔ/",
                "https://sho。rt/",
                "http://localhost/",
                "http://LOCALHOST:9000/",
                "http://localhost./",
                "http://a.localhost/",
                "http://localhost.localdomain/"
            })
    void neverLeadsToTheServiceItself(String given) {
        assertRefused(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1./",
                "http://127.1.2.3:80/",
                "http://127.1/",
                "http://0x7f.1/",
                "http://0X7F.0.0.1/",
                "http://0177.0.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://017700000001/",
                "http://１２７.0.0.1/",
                "http://127。0。0。1/",
                "http://0/",
                "http://0.0.0.0/",
                "http://0x/",
                "http://10.0.0.1/",
                "http://100.64.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://0xa9fea9fe/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://192.0.0.1/",
                "http://198.18.0.1/",
                "http://224.0.0.1/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://[::]/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::127.0.0.1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::FFFF:10.0.0.1]/",
                "http://[fc00::1]/",
                "http://[fd12::1]/",
                "http://[fe80::1]/",
                "http://[fec0::1]/",
                "http://[ff02::1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b:1::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:1::1]/"
            })
    void neverLeadsToAPrivateOrReservedAddress(String given) {
        assertRefused(given);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/api/links/, http://127.0.0.1/",
        "http://8.8.8.8/api/links/, https://0x08080808/",
        "http://[2606:4700::1111]:8080/api/links/, https://[2606:4700:0::1111]/",
        "http://Sho.rt:8080/api/links/, https://sho.rt/",
        "https://xn--mller-kva.de/api/links/, https://MÜLLER.de/"
    })
    void knowsTheServiceByTheAddressThatItWasCalledAt(String base, String target) {
        Self self = new Self(Self.at(URI.create(base)).host(), address -> false);
        assertThatThrownBy(() -> Target.parse(target, self)).isInstanceOf(ToolException.class);
    }

    @Test
    void neverLeadsToAnAddressOfTheMachine() {
        InetAddress own = Ipv4.of(0x08_08_08_08);
        Self self = new Self(Optional.empty(), own::equals);
        assertThatThrownBy(() -> Target.parse("https://8.8.8.8/", self)).hasMessageContaining("this service itself");
        assertThat(Target.parse("https://8.8.4.4/", self)).hasToString("https://8.8.4.4/");
    }

    @Test
    void hasALimitedLengthAlsoWhenItIsEncoded() {
        String url = "https://example.com/";
        String longest = url + "a".repeat(2_048 - url.length());
        assertThat(Target.parse(longest, SHORT)).hasToString(longest);
        assertRefused(longest + "a");
        assertRefused(url + "ü".repeat(1_000));
    }

    private static void assertRefused(String given) {
        assertThatThrownBy(() -> Target.parse(given, SHORT)).isInstanceOfSatisfying(ToolException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(422);
            assertThat(e.problem().errors()).singleElement().satisfies(error -> assertThat(error.field())
                    .isEqualTo("url"));
        });
    }
}
