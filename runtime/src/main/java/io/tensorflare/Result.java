package io.tensorflare;

import io.tensorflare.plan.Column;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a query, batch by batch. Used by one thread, save {@link #cancel} and {@link
 * #progress}. To be closed.
 *
 * <pre>{@code
 * try (Result result = engine.query("select a, b from t")) {
 *     while (result.next()) {
 *         Batch batch = result.batch();
 *         for (int row = 0; row < batch.rows(); row++) {
 *             System.out.println(batch.vector(0).getLong(row));
 *         }
 *     }
 * }
 * }</pre>
 */
public final class Result implements AutoCloseable {
    private final List<Column> columns;
    private final BatchSource source;
    private Optional<Batch> batch = Optional.empty();

    Result(List<Column> columns, BatchSource source) {
        this.columns = List.copyOf(columns);
        this.source = source;
    }

    public List<Column> columns() {
        return columns;
    }

    /**
     * Goes to the next batch, which has at least one row; false at the end. Waits for it; an error
     * of the query is thrown here.
     */
    public boolean next() {
        batch = source.next();
        return batch.isPresent();
    }

    /** The batch that {@link #next} went to. */
    public Batch batch() {
        return batch.orElseThrow(
                () ->
                        new IllegalStateException(
                                "there is no batch: next() was not called or returned false"));
    }

    /** Stops the query soon; {@link #next} then throws. From any thread. */
    public void cancel() {
        source.cancel();
    }

    /** From any thread. */
    public Progress progress() {
        return source.progress();
    }

    /** What the query cost so far; complete after the last batch. */
    public Timings timings() {
        return source.timings();
    }

    @Override
    public void close() {
        batch = Optional.empty();
        source.close();
    }
}
