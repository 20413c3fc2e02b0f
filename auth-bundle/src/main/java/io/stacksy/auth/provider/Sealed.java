package io.stacksy.auth.provider;

/** Something that only the holder of a {@link MasterKey} can read. Immutable. */
final class Sealed {
    private final byte[] bytes;

    Sealed(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
