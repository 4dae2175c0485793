package io.tensorflare;

import io.tensorflare.engine.NativeBatch;
import io.tensorflare.engine.RunningQuery;
import io.tensorflare.plan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a query that runs on native workers. */
final class NativeRows implements BatchSource {
    private final List<Column> columns;
    private final RunningQuery query;
    private Optional<NativeBatch> current = Optional.empty();

    NativeRows(List<Column> columns, RunningQuery query) {
        this.columns = columns;
        this.query = query;
    }

    @Override
    public Optional<Batch> next() {
        release();
        current = query.next();
        return current.map(this::view);
    }

    private Batch view(NativeBatch batch) {
        batch.describe(columns.size());
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            vectors.add(
                    new Vector(
                            columns.get(i),
                            batch.rows(),
                            batch.nullCount(i),
                            batch.validity(i),
                            batch.values(i),
                            batch.bytes(i)));
        }
        return new Batch(batch.rows(), vectors);
    }

    private void release() {
        current.ifPresent(NativeBatch::close);
        current = Optional.empty();
    }

    @Override
    public void cancel() {
        query.cancel();
    }

    @Override
    public Timings timings() {
        return query.timings();
    }

    @Override
    public Progress progress() {
        return query.progress();
    }

    @Override
    public void close() {
        release();
        query.close();
    }
}
