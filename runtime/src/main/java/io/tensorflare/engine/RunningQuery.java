package io.tensorflare.engine;

import io.tensorflare.Progress;
import io.tensorflare.Timings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A query whose workers have begun, with its stopwatch. */
public final class RunningQuery implements AutoCloseable {
    private final Supplier<NativeQuery> withoutTrust;
    private final Stopwatch watch;
    private final Consumer<RunningQuery> whenClosed;
    private volatile NativeQuery query;
    private boolean retried;
    private volatile boolean cancelled;

    /**
     * @param withoutTrust starts the query again by a plan that trusts no claim of uniqueness
     */
    RunningQuery(
            NativeQuery query,
            Supplier<NativeQuery> withoutTrust,
            Stopwatch watch,
            Consumer<RunningQuery> whenClosed) {
        this.query = query;
        this.withoutTrust = withoutTrust;
        this.watch = watch;
        this.whenClosed = whenClosed;
    }

    public Optional<NativeBatch> next() {
        try {
            Optional<NativeBatch> batch = nextOrAgain();
            if (batch.isEmpty()) {
                watch.ended();
            }
            return batch;
        } catch (RuntimeException failure) {
            watch.ended();
            throw failure;
        }
    }

    /** An assumption is found wrong before the first batch: pipelines that give rows come last. */
    private Optional<NativeBatch> nextOrAgain() {
        try {
            return query.next();
        } catch (AssumptionException wrong) {
            if (retried) {
                throw new IllegalStateException("a plan without trust assumed something", wrong);
            }
            retried = true;
            watch.done(Stopwatch.Stage.EXECUTE);
            query.close();
            query = withoutTrust.get();
            if (cancelled) {
                query.cancel();
            }
            return query.next();
        }
    }

    public void cancel() {
        cancelled = true;
        query.cancel();
    }

    public Progress progress() {
        return query.progress();
    }

    public Timings timings() {
        return watch.timings(query.cpuNanos(), query.resultRows());
    }

    @Override
    public void close() {
        watch.ended();
        query.close();
        whenClosed.accept(this);
    }
}
