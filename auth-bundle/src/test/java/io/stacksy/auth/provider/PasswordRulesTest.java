package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final PasswordRules RULES = PasswordRules.standard();

    @Test
    void s13TheListIsLongEnough() {
        assertThat(RULES.size()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"        ", "🔑🗝️🔑🗝️🔑🗝️", "correct horse", "ßü\u0000\u0001 äöé", "Xq!7 and more of that"})
    void s13AnyCharacterIsGood(String password) {
        assertThatCode(() -> RULES.check("password", password, "ada")).doesNotThrowAnyException();
    }

    @Test
    void s13LengthsAreInCharacters() {
        assertThatCode(() -> RULES.check("password", "🔑".repeat(128), "ada")).doesNotThrowAnyException();
        assertThatCode(() -> RULES.check("password", "x y".repeat(21) + "xy", "ada"))
                .doesNotThrowAnyException();
        assertRefused("🔑".repeat(7), "must have 8 to 128 characters");
        assertRefused("x".repeat(129), "must have 8 to 128 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "12345678", "PassWord1", "iloveyou", "qwertyuiop", "1qaz2wsx3edc", "trustno1"})
    void s13WhatIsTriedFirstIsRefused(String password) {
        assertRefused(password, "is one of the passwords that are tried first; choose another");
    }

    @Test
    void s13TheUserNameIsRefused() {
        assertRefused("Beatrice.Example", "must not be the user name");
    }

    private static void assertRefused(String password, String message) {
        assertThatThrownBy(() -> RULES.check("password", password, "beatrice.example"))
                .isInstanceOfSatisfying(
                        ToolException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessage("password: " + message);
    }
}
