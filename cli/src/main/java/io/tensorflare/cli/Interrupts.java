package io.tensorflare.cli;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Makes Ctrl-C cancel what runs instead of ending the process; the third Ctrl-C ends it all the
 * same.
 */
final class Interrupts {
    private static final String SIGNAL = "INT";
    private static final int PATIENCE = 3;

    private Interrupts() {}

    /** What runs meanwhile. */
    interface Action {
        void run() throws IOException;
    }

    /** Runs an action; while it does, Ctrl-C calls {@code cancel}, from another thread. */
    static void cancelling(Runnable cancel, Action action) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Object previous =
                Signals.register(
                        SIGNAL,
                        () -> {
                            if (asked.incrementAndGet() == PATIENCE) {
                                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                            }
                            cancel.run();
                        });
        try {
            action.run();
        } finally {
            Signals.unregister(SIGNAL, previous);
        }
    }
}
