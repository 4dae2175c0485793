package io.tensorflare.cli;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
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

    private final AtomicInteger asked = new AtomicInteger();
    private final Runnable cancel;

    private Interrupts(Runnable cancel) {
        this.cancel = cancel;
    }

    /** What runs meanwhile. */
    interface Action {
        void run(Interrupts interrupts) throws IOException;
    }

    /** Runs an action; while it does, Ctrl-C calls {@code cancel}, from another thread. */
    static void cancelling(Runnable cancel, Action action) throws IOException {
        Interrupts interrupts = new Interrupts(cancel);
        Object previous = Signals.register(SIGNAL, interrupts::ask);
        try {
            action.run(interrupts);
        } finally {
            Signals.unregister(SIGNAL, previous);
        }
    }

    /** For the moments in which nothing runs that could be cancelled. */
    void throwIfAsked() {
        if (asked.get() > 0) {
            throw new TensorFlareException(ErrorCode.CANCELLED, "cancelled");
        }
    }

    private void ask() {
        if (asked.incrementAndGet() == PATIENCE) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        cancel.run();
    }
}
