package io.tensorflare.bench;

import io.tensorflare.Batch;
import io.tensorflare.EngineOptions;
import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Vector;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** TensorFlare by its public API. */
final class OurEngine implements Peer {
    private final TensorFlare engine;
    private final String sql;

    OurEngine(Question question, BenchFiles files, int threads) {
        this.sql = question.sql();
        this.engine = TensorFlare.open(EngineOptions.defaults().withThreads(threads));
        for (String table : BenchFiles.TABLES) {
            engine.registerTable(table, files.table(table).toString());
        }
        if (question.callsModel()) {
            engine.registerModel("classifier", files.model());
        }
    }

    @Override
    public Answer answer() {
        List<List<Object>> rows = new ArrayList<>();
        try (Result result = engine.query(sql)) {
            while (result.next()) {
                Batch batch = result.batch();
                for (int row = 0; row < batch.rows(); row++) {
                    int number = row;
                    rows.add(batch.vectors().stream().map(vector -> cell(vector, number)).toList());
                }
            }
        }
        return new Answer(rows);
    }

    private static Object cell(Vector vector, int row) {
        return switch (vector.column().type().kind()) {
            case VARCHAR -> vector.getString(row);
            case DECIMAL -> vector.getDecimal(row);
            case REAL, DOUBLE -> vector.getDouble(row);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> BigDecimal.valueOf(vector.getLong(row));
            case BOOLEAN,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    BINARY,
                    LIST,
                    STRUCT ->
                    throw new IllegalStateException("no question has a " + vector.column().type());
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
