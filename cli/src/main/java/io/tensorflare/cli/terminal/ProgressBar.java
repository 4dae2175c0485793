package io.tensorflare.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * A line that shows how far a task has come, and is gone afterwards. Appears only when a task takes
 * longer than a second.
 */
public final class ProgressBar implements Progress, AutoCloseable {
    private static final int CELLS = 30;
    private static final long DELAY_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 100_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final LongSupplier clock;
    private final long start;
    private long lastDrawn;
    private boolean visible;

    /**
     * Starts a bar.
     *
     * @param clock nanoseconds
     */
    ProgressBar(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.lastDrawn = start;
    }

    /** Starts a bar on standard error if that is a terminal, else one that shows nothing. */
    public static ProgressBar onStandardError() {
        boolean terminal = Terminals.isTerminal(Terminals.STANDARD_ERROR);
        return new ProgressBar(
                terminal ? System.err : new PrintStream(OutputStream.nullOutputStream()),
                System::nanoTime);
    }

    @Override
    public synchronized void report(String label, double fraction) {
        long now = clock.getAsLong();
        if (now - start < DELAY_NANOS || now - lastDrawn < INTERVAL_NANOS) {
            return;
        }
        lastDrawn = now;
        visible = true;
        out.print(CLEAR_LINE + line(label, fraction));
        out.flush();
    }

    /** Removes the line. */
    @Override
    public synchronized void close() {
        if (visible) {
            out.print(CLEAR_LINE);
            out.flush();
            visible = false;
        }
    }

    private static String line(String label, double fraction) {
        double shown = Math.min(1, Math.max(0, fraction));
        int full = (int) (shown * CELLS);
        return "["
                + "#".repeat(full)
                + " ".repeat(CELLS - full)
                + "] "
                + (int) (shown * 100)
                + "% "
                + label;
    }
}
