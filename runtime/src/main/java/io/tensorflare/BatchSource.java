package io.tensorflare;

import java.util.Optional;

/** Where a {@link Result} takes its batches from. */
interface BatchSource extends AutoCloseable {
    /** The next batch, empty at the end; the one before is gone. */
    Optional<Batch> next();

    void cancel();

    /** What it cost so far. */
    Timings timings();

    Progress progress();

    /** Twice does no harm. */
    @Override
    void close();
}
