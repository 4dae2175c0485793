package io.tensorflare.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Nobody hears of it when the warm-up fails, but then it warms nothing. */
class WarmUpTest {
    @Test
    void theSmallQueryIsPlannedAndEmitted() {
        assertTrue(WarmUp.program().text().contains("join"));
    }
}
