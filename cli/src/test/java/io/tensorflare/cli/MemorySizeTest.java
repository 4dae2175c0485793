package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorflare.plan.TensorFlareException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
    @Test
    void readsUnits() {
        assertEquals(1000, MemorySize.parse("1000").bytes());
        assertEquals(512L << 20, MemorySize.parse("512MB").bytes());
        assertEquals(512L << 20, MemorySize.parse(" 512 mib ").bytes());
        assertEquals(3L << 29, MemorySize.parse("1.5g").bytes());
        assertEquals(1L << 40, MemorySize.parse("1TB").bytes());
        assertEquals(2, MemorySize.parse("2b").bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1GB", "1 PB", "0", "0.5", "99999999999TB", "1e3", "12 34"})
    void refusesTheRest(String text) {
        TensorFlareException refused =
                assertThrows(TensorFlareException.class, () -> MemorySize.parse(text));
        assertEquals(
                "'" + text + "' is not an amount of memory; write for example 512MB or 4GB",
                refused.getMessage());
    }
}
