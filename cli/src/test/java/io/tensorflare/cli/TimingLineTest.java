package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.Timings;
import org.junit.jupiter.api.Test;

class TimingLineTest {
    @Test
    void isOneJsonObject() {
        assertEquals(
                "{\"run\": 2, \"cached\": true, \"plan_ms\": 0.000, \"emit_ms\": 1.500, \"compile_ms\": 42.123, \"execute_ms\": 0.001, "
                        + "\"total_ms\": 1234567.000, \"cpu_ms\": 7.000, \"rows\": 4, \"compile_cpu_ms\": 2.000}",
                TimingLine.of(2, new Timings(true, 0, 1.5, 42.1234, 0.0009, 1234567, 7, 4, 2)));
    }
}
