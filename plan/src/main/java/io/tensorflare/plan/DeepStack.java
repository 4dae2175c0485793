package io.tensorflare.plan;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work on a thread of its own whose stack is deep enough for every statement that the depth limits
 * let pass: parsing, planning and emitting follow the nesting of a statement by recursion. Stack
 * that is not touched costs no memory.
 *
 * @param <T> what the work gives
 */
public final class DeepStack<T> {
    private static final long BYTES = 512L << 20;

    private static final class DeepThread extends Thread {
        DeepThread(Runnable work) {
            super(null, work, "planner", BYTES);
            setDaemon(true);
        }
    }

    private final FutureTask<T> task;

    private DeepStack(Supplier<T> work) {
        task = new FutureTask<>(work::get);
    }

    /** Does the work and waits for it; here and now where this thread's stack is deep already. */
    public static <T> T call(Supplier<T> work) {
        return Thread.currentThread() instanceof DeepThread ? work.get() : start(work).join();
    }

    public static <T> DeepStack<T> start(Supplier<T> work) {
        DeepStack<T> started = new DeepStack<>(work);
        new DeepThread(started.task).start();
        return started;
    }

    /**
     * Waits for the work; throws what it threw. Interrupting the waiting thread, too, cancels the
     * work.
     */
    public T join() {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (failure.getCause() instanceof StackOverflowError deep) {
                throw new TensorFlareException(
                        ErrorCode.UNSUPPORTED,
                        Position.UNKNOWN,
                        "the statement is nested too deeply; take it apart with WITH or views",
                        deep);
            }
            if (failure.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new IllegalStateException(failure.getCause()); // a supplier throws nothing else
        } catch (CancellationException e) {
            throw cancelled();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    /**
     * Makes {@link #join} throw at once. The work is interrupted; what it may still do is thrown
     * away. From any thread.
     */
    public void cancel() {
        task.cancel(true);
    }

    /** For work between its steps: throws where it was cancelled. */
    public static void check() {
        if (Thread.currentThread() instanceof DeepThread
                && Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    private static TensorFlareException cancelled() {
        return new TensorFlareException(ErrorCode.CANCELLED, "the query was cancelled");
    }
}
