package io.tensorflare.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long now = 5;
    private final ProgressBar bar =
            new ProgressBar(new PrintStream(shown, true, StandardCharsets.UTF_8), () -> now);

    @Test
    void showsNothingInTheFirstSecond() {
        passMillis(999);
        bar.report("scan", 0.5);
        bar.close();
        assertShows("");
    }

    @Test
    void drawsAndClears() {
        passMillis(1000);
        bar.report("scan", 0.5);
        assertShows(CLEAR + "[" + "#".repeat(15) + " ".repeat(15) + "] 50% scan");
        bar.close();
        assertShows(CLEAR);
        bar.close();
        assertShows("");
    }

    @Test
    void drawsAtMostTenTimesASecond() {
        passMillis(1000);
        bar.report("scan", 0.5);
        shown.reset();
        passMillis(99);
        bar.report("scan", 0.6);
        assertShows("");
        passMillis(1);
        bar.report("scan", 1.7);
        assertShows(CLEAR + "[" + "#".repeat(30) + "] 100% scan");
    }

    private void passMillis(long millis) {
        now += millis * 1_000_000;
    }

    private void assertShows(String expected) {
        assertEquals(expected, shown.toString(StandardCharsets.UTF_8));
        shown.reset();
    }
}
