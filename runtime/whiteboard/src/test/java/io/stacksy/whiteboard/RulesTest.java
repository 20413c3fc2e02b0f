package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.budget.Rate;
import io.stacksy.route.Quota;
import io.stacksy.route.Rule;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.RateLimit;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {
    @Test
    void nothingSaidMeansSignedIn() {
        assertThat(rule(Plain.class, "plain")).isEqualTo(new Rule.SignedIn());
    }

    @Test
    void aMethodsOwnRuleComesBeforeItsClass() {
        assertThat(rule(Marked.class, "open")).isEqualTo(new Rule.Anyone());
        assertThat(rule(Marked.class, "closed")).isEqualTo(new Rule.Nobody());
        assertThat(rule(Marked.class, "other")).isEqualTo(new Rule.AnyOf(Set.of("a:read", "b")));
    }

    @Test
    void noRoleAtAllMeansNobody() {
        assertThat(rule(Marked.class, "none")).isEqualTo(new Rule.Nobody());
    }

    @Test
    void theStricterOfTwoAnnotationsOnOneMethodCounts() {
        assertThat(rule(Marked.class, "both")).isEqualTo(new Rule.Nobody());
    }

    @Test
    void rulesComeFromInterfacesToo() {
        assertThat(rule(Implementing.class, "read")).isEqualTo(new Rule.Anyone());
        assertThat(rule(Implementing.class, "write")).isEqualTo(new Rule.AnyOf(Set.of("w")));
    }

    @Test
    void theClassThatOverridesAMethodComesBeforeTheMethodItOverrides() {
        assertThat(rule(Stricter.class, "open")).isEqualTo(new Rule.AnyOf(Set.of("admin")));
        assertThat(rule(Stricter.class, "closed")).isEqualTo(new Rule.Nobody());
    }

    @Test
    void aGenericMethodKeepsTheRuleOfWhatItOverrides() {
        assertThat(rule(Text.class, "put")).isEqualTo(new Rule.Nobody());
    }

    @Test
    void aSubclassMadeAtRunTimeHasTheRulesOfItsClass() {
        assertThat(rule(new Marked() {}.getClass(), "open")).isEqualTo(new Rule.Anyone());
    }

    @Test
    void theLargestBodyIsReadTheSameWay() {
        assertThat(Rules.maxBody(Marked.class, method(Marked.class, "open"))).isEqualTo(OptionalLong.of(10));
        assertThat(Rules.maxBody(Marked.class, method(Marked.class, "closed"))).isEqualTo(OptionalLong.of(99));
        assertThat(Rules.maxBody(Plain.class, method(Plain.class, "plain"))).isEmpty();
    }

    @Test
    void aRateIsReadTheSameWay() {
        assertThat(quota(Marked.class, "open")).hasValue(new Quota(Rate.parse("10/s"), true));
        assertThat(quota(Marked.class, "closed")).hasValue(new Quota(Rate.parse("600/m"), false));
        assertThat(quota(Plain.class, "plain")).isEmpty();
    }

    @Test
    void aRateThatIsNoneIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> quota(Hasty.class, "plain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("@RateLimit(\"fast\") of io.stacksy.whiteboard.RulesTest$Hasty.plain"
                        + " must be a rate such as 100/s or 6000/m");
    }

    @Test
    void theWeakerOfTwoRulesLetsThroughWhomAnyOfThemDoes() {
        Rule anyone = new Rule.Anyone();
        Rule signedIn = new Rule.SignedIn();
        Rule a = new Rule.AnyOf(Set.of("a"));
        Rule b = new Rule.AnyOf(Set.of("b"));
        assertThat(Rules.weaker(anyone, a)).isEqualTo(anyone);
        assertThat(Rules.weaker(new Rule.Nobody(), signedIn)).isEqualTo(signedIn);
        assertThat(Rules.weaker(signedIn, a)).isEqualTo(signedIn);
        assertThat(Rules.weaker(a, b)).isEqualTo(new Rule.AnyOf(Set.of("a", "b")));
    }

    private static Rule rule(Class<?> type, String name) {
        return Rules.rule(type, method(type, name));
    }

    private static Optional<Quota> quota(Class<?> type, String name) {
        return Rules.quota(type, method(type, name));
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow();
    }

    public static class Plain {
        public void plain() {}
    }

    @RolesAllowed({"a:read", "b", "b"})
    @MaxBody(99)
    @RateLimit("600/m")
    public static class Marked {
        @PermitAll
        @MaxBody(10)
        @RateLimit(value = "10/s", scope = RateLimit.Scope.EVERYBODY)
        public void open() {}

        @DenyAll
        public void closed() {}

        public void other() {}

        @RolesAllowed({})
        public void none() {}

        @PermitAll
        @DenyAll
        public void both() {}
    }

    @RateLimit("fast")
    public static class Hasty extends Plain {}

    @RolesAllowed("admin")
    public static class Stricter extends Marked {
        @Override
        public void open() {}
    }

    @RolesAllowed("w")
    public interface Declared {
        @PermitAll
        void read();

        void write();
    }

    public static class Implementing implements Declared {
        @Override
        public void read() {}

        @Override
        public void write() {}
    }

    public abstract static class Generic<T> {
        @DenyAll
        public void put(T value) {}
    }

    public static class Text extends Generic<String> {
        @Override
        public void put(String value) {}
    }
}
