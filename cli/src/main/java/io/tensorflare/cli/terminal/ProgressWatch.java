package io.tensorflare.cli.terminal;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Shows how far a task is that does not say so by itself: asks from a thread of its own while the
 * task runs.
 */
public final class ProgressWatch {
    private static final long INTERVAL_MILLIS = 200;
    private static final long PARTS = 1000;

    private ProgressWatch() {}

    /**
     * Runs a task and shows its progress on standard error, if that is a terminal.
     *
     * @param fraction how much is done, 0 to 1; called from another thread, never after the task
     */
    public static <T> T during(String activity, DoubleSupplier fraction, Supplier<T> task) {
        if (!Terminals.isTerminal(Terminals.STANDARD_ERROR)) {
            return task.get();
        }
        try (ProgressBar bar = ProgressBar.onStandardError()) {
            Thread watcher = new Thread(() -> watch(activity, fraction, bar), "progress");
            watcher.setDaemon(true);
            watcher.start();
            try {
                return task.get();
            } finally {
                end(watcher);
            }
        }
    }

    private static void watch(String activity, DoubleSupplier fraction, ProgressBar bar) {
        try {
            while (!Thread.interrupted()) {
                bar.progress(activity, (long) (fraction.getAsDouble() * PARTS), PARTS);
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException ended) {
            // The task is done.
        }
    }

    private static void end(Thread watcher) {
        watcher.interrupt();
        boolean interrupted = false;
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException meantForUs) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
