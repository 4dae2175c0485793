package io.tensorflare.engine;

import io.tensorflare.Progress;
import io.tensorflare.Timings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A query whose workers have begun, with its stopwatch. */
public final class RunningQuery implements AutoCloseable {
    private final Supplier<Execution> withoutTrust;
    private final Stopwatch watch;
    private final Consumer<RunningQuery> whenClosed;
    private volatile Execution run;
    private boolean retried;
    private volatile boolean cancelled;

    /**
     * @param withoutTrust starts the query again by a plan that trusts no claim of uniqueness
     */
    RunningQuery(
            Execution run,
            Supplier<Execution> withoutTrust,
            Stopwatch watch,
            Consumer<RunningQuery> whenClosed) {
        this.run = run;
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
            return run.query().next();
        } catch (AssumptionException wrong) {
            if (retried) {
                throw new IllegalStateException("a plan without trust assumed something", wrong);
            }
            retried = true;
            watch.done(Stopwatch.Stage.EXECUTE);
            run.query().close();
            run = withoutTrust.get();
            if (cancelled) {
                run.query().cancel();
            }
            return run.query().next();
        }
    }

    public void cancel() {
        cancelled = true;
        run.query().cancel();
    }

    public Progress progress() {
        return run.query().progress();
    }

    public Timings timings() {
        return watch.timings(run.query().cpuNanos(), run.query().resultRows());
    }

    /** What the run needed, as rows of {@link Analysis}; to be asked once it has ended. */
    public List<List<String>> analysis() {
        return Analysis.rows(run, timings());
    }

    @Override
    public void close() {
        watch.ended();
        run.query().close();
        whenClosed.accept(this);
    }
}
