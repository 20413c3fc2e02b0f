package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTextTest {
    private static final String ALL = Secrets.BASE62 + "_-+ é";
    private final Secrets secrets = new Secrets(new SecureRandom());

    @Test
    void aKeyIsReadAsItWasWritten() {
        KeyText key = KeyText.make(secrets);

        assertThat(key.text())
                .matches("sk_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}")
                .hasSize(KeyText.LENGTH);
        assertThat(KeyText.parse(key.text())).hasValue(key);
    }

    @Test
    void thisKeyIsWrittenSoForEver() {
        KeyText key = new KeyText("000000000000", "0".repeat(43));
        assertThat(key.text()).isEqualTo("sk_000000000000_" + "0".repeat(43) + "1a077h");
    }

    @Test
    void anyOneCharacterThatIsAnotherSpoilsIt() {
        String text = KeyText.make(secrets).text();
        for (int i = 0; i < text.length(); i++) {
            for (int j = 0; j < ALL.length(); j++) {
                char other = ALL.charAt(j);
                if (other != text.charAt(i)) {
                    String changed = text.substring(0, i) + other + text.substring(i + 1);
                    assertThat(KeyText.parse(changed)).as(changed).isEmpty();
                }
            }
        }
    }

    @Test
    void whatIsCutOffOrLongerIsNoKey() {
        String text = KeyText.make(secrets).text();
        assertThat(KeyText.parse(text.substring(1))).isEmpty();
        assertThat(KeyText.parse(text.substring(0, text.length() - 1))).isEmpty();
        assertThat(KeyText.parse(text + "0")).isEmpty();
        assertThat(KeyText.parse("")).isEmpty();
    }

    @Test
    void noTwoAreAlikeAndNoneShowsItsSecret() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            KeyText key = KeyText.make(secrets);
            assertThat(seen.add(key.text())).isTrue();
            assertThat(key.toString()).doesNotContain(key.secret());
        }
    }

    @Test
    void aRenewedKeyKeepsItsIdentifierAlone() {
        KeyText key = KeyText.make(secrets);
        KeyText renewed = key.renewed(secrets);
        assertThat(renewed.id()).isEqualTo(key.id());
        assertThat(renewed.secret()).isNotEqualTo(key.secret());
    }
}
