package io.tensorflare.cli.terminal;

import io.tensorflare.ProgressListener;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * A line that shows how far an activity has come, and is gone when it is done. Appears only when
 * the activity takes longer than a second. May hear of several activities, one after the other.
 */
public final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final int CELLS = 30;
    private static final long DELAY_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 100_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final LongSupplier clock;
    private String current = "";
    private long start;
    private long lastDrawn;
    private boolean visible;

    /**
     * Makes a bar.
     *
     * @param clock nanoseconds
     */
    ProgressBar(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Makes a bar on standard error if that is a terminal, else one that shows nothing. */
    public static ProgressBar onStandardError() {
        boolean terminal = Terminals.isTerminal(Terminals.STANDARD_ERROR);
        PrintStream out = terminal ? System.err : new PrintStream(OutputStream.nullOutputStream());
        return new ProgressBar(out, System::nanoTime);
    }

    @Override
    public synchronized void progress(String activity, long done, long total) {
        long now = clock.getAsLong();
        if (!activity.equals(current)) {
            current = activity;
            start = now;
            lastDrawn = now;
        }
        if (done == total) {
            close();
        } else if (now - start >= DELAY_NANOS && now - lastDrawn >= INTERVAL_NANOS) {
            lastDrawn = now;
            visible = true;
            out.print(CLEAR_LINE + line(activity, (double) done / total));
            out.flush();
        }
    }

    /** Removes the line. */
    @Override
    public synchronized void close() {
        current = "";
        if (visible) {
            out.print(CLEAR_LINE);
            out.flush();
            visible = false;
        }
    }

    private static String line(String activity, double fraction) {
        double shown = Math.min(1, Math.max(0, fraction));
        int full = (int) (shown * CELLS);
        return "["
                + "#".repeat(full)
                + " ".repeat(CELLS - full)
                + "] "
                + (int) (shown * 100)
                + "% "
                + activity;
    }
}
