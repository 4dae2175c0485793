package io.tensorflare.engine;

import io.tensorflare.Progress;
import io.tensorflare.Timings;
import java.util.Optional;
import java.util.function.Consumer;

/** A query whose workers have begun, with its stopwatch. */
public final class RunningQuery implements AutoCloseable {
    private final NativeQuery query;
    private final Stopwatch watch;
    private final Consumer<RunningQuery> whenClosed;

    RunningQuery(NativeQuery query, Stopwatch watch, Consumer<RunningQuery> whenClosed) {
        this.query = query;
        this.watch = watch;
        this.whenClosed = whenClosed;
    }

    public Optional<NativeBatch> next() {
        try {
            Optional<NativeBatch> batch = query.next();
            if (batch.isEmpty()) {
                watch.ended();
            }
            return batch;
        } catch (RuntimeException failure) {
            watch.ended();
            throw failure;
        }
    }

    public void cancel() {
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
