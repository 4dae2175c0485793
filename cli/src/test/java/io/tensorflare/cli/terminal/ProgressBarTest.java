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
        bar.progress("scan", 0, 10);
        passMillis(999);
        bar.progress("scan", 5, 10);
        bar.close();
        assertShows("");
    }

    @Test
    void drawsAndClears() {
        bar.progress("scan", 0, 10);
        passMillis(1000);
        bar.progress("scan", 5, 10);
        assertShows(CLEAR + "[" + "#".repeat(15) + " ".repeat(15) + "] 50% scan");
        bar.close();
        assertShows(CLEAR);
        bar.close();
        assertShows("");
    }

    @Test
    void drawsAtMostTenTimesASecond() {
        bar.progress("scan", 0, 10);
        passMillis(1000);
        bar.progress("scan", 5, 10);
        shown.reset();
        passMillis(99);
        bar.progress("scan", 6, 10);
        assertShows("");
        passMillis(1);
        bar.progress("scan", 17, 10);
        assertShows(CLEAR + "[" + "#".repeat(30) + "] 100% scan");
    }

    @Test
    void isGoneWhenTheActivityIsDone() {
        bar.progress("scan", 0, 10);
        passMillis(1000);
        bar.progress("scan", 5, 10);
        shown.reset();
        bar.progress("scan", 10, 10);
        assertShows(CLEAR);
    }

    @Test
    void waitsASecondForEachActivity() {
        bar.progress("scan", 0, 10);
        passMillis(2000);
        bar.progress("sort", 0, 10);
        assertShows("");
    }

    private void passMillis(long millis) {
        now += millis * 1_000_000;
    }

    private void assertShows(String expected) {
        assertEquals(expected, shown.toString(StandardCharsets.UTF_8));
        shown.reset();
    }
}
