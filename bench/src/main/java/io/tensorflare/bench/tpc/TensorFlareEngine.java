package io.tensorflare.bench.tpc;

import io.tensorflare.Batch;
import io.tensorflare.EngineOptions;
import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import io.tensorflare.Vector;
import io.tensorflare.plan.Column;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This project's engine, by its public API. */
final class TensorFlareEngine implements Engine {
    private final TensorFlare engine;
    private Timings timings;

    private TensorFlareEngine(EngineOptions options) {
        this.engine = TensorFlare.open(options);
    }

    /**
     * @param folder a file of each table's name
     */
    static TensorFlareEngine open(EngineOptions options, Path folder, List<String> tables) {
        TensorFlareEngine open = new TensorFlareEngine(options);
        tables.forEach(
                table ->
                        open.engine.registerTable(
                                table, folder.resolve(table + ".parquet").toString()));
        return open;
    }

    @Override
    public void useThreads(int threads) {
        set("threads", Integer.toString(threads));
    }

    void set(String setting, String value) {
        engine.set(setting, value);
    }

    /** What the last query cost. */
    Timings timings() {
        return timings;
    }

    String explain(String sql) {
        return engine.explain(sql);
    }

    @Override
    public Answer answer(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (Result result = engine.query(sql)) {
            while (result.next()) {
                Batch batch = result.batch();
                for (int row = 0; row < batch.rows(); row++) {
                    int number = row;
                    List<Object> cells = new ArrayList<>();
                    batch.vectors().forEach(vector -> cells.add(cell(vector, number)));
                    rows.add(cells);
                }
            }
            timings = result.timings();
            return new Answer(result.columns().stream().map(Column::name).toList(), rows);
        }
    }

    private static Object cell(Vector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector.column().type().kind()) {
            case BOOLEAN -> vector.getBoolean(row);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> BigDecimal.valueOf(vector.getLong(row));
            case REAL, DOUBLE -> vector.getDouble(row);
            case DECIMAL -> vector.getDecimal(row);
            case DATE -> vector.getDate(row);
            case VARCHAR -> vector.getString(row);
            case TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    BINARY,
                    LIST,
                    STRUCT ->
                    throw new IllegalStateException("no query gives " + vector.column().type());
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
