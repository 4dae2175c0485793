package io.tensorflare.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NativeTest {
    @Test
    void theLoadedLibraryIsTheOneThatTheClassesWereBuiltWith() {
        assertEquals(LibraryProperties.buildHash(), Native.buildHash());
    }
}
