package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8InputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\u0080\u07ff",
                "\u0800\ud7ff\ue000\uffff",
                "\ud800\udc00\udbff\udfff",
                "a\u00e4b\u20acc"
            })
    void givesWellFormedBytesOn(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece < 5; piece++) {
            assertThat(inPieces(bytes, piece)).isEqualTo(text);
        }
        assertThat(byteByByte(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0ae",
                "c1bf",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "c3",
                "c361",
                "e282",
                "e28261",
                "f09f98",
                "c3c3",
                "feff0022"
            })
    void refusesOthers(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex("22" + hexadecimal);
        for (int piece = 1; piece < 5; piece++) {
            int length = piece;
            assertThatThrownBy(() -> inPieces(bytes, length)).isInstanceOf(JsonParseException.class);
        }
        assertThatThrownBy(() -> byteByByte(bytes)).isInstanceOf(JsonParseException.class);
    }

    @Test
    void agreesWithTheJdkOnAllPairsOfBytes() throws IOException {
        for (int pair = 0; pair <= 0xffff; pair++) {
            byte[] bytes = {(byte) (pair >> 8), (byte) pair};
            assertThat(takes(bytes)).as("%x", pair).isEqualTo(jdkTakes(bytes));
        }
    }

    private static boolean takes(byte[] bytes) throws IOException {
        try {
            inPieces(bytes, 2);
            return true;
        } catch (JsonParseException e) {
            return false;
        }
    }

    private static boolean jdkTakes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String inPieces(byte[] bytes, int length) throws IOException {
        byte[] read = new byte[bytes.length + length];
        int count = 0;
        try (InputStream in = new Utf8Input(new ByteArrayInputStream(bytes))) {
            for (int got = in.read(read, 0, length); got >= 0; got = in.read(read, count, length)) {
                count += got;
            }
        }
        return new String(read, 0, count, StandardCharsets.UTF_8);
    }

    private static String byteByByte(byte[] bytes) throws IOException {
        byte[] read = new byte[bytes.length];
        int count = 0;
        try (InputStream in = new Utf8Input(new ByteArrayInputStream(bytes))) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read[count++] = (byte) octet;
            }
        }
        return new String(read, 0, count, StandardCharsets.UTF_8);
    }
}
