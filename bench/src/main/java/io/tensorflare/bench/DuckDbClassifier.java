package io.tensorflare.bench;

import io.tensorflare.ProgressListener;
import io.tensorflare.tensorflow.TensorFlowLibrary;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The function {@code classifier} for DuckDB: the same SavedModel with the same session options,
 * run by TensorFlow's Java API on the 2048 rows that DuckDB hands over at a time. Input tensors are
 * kept from call to call, one a thread and size.
 */
final class DuckDbClassifier implements AutoCloseable {
    private static final int FEATURES = 4;

    private final SavedModelBundle model;
    private final ThreadLocal<Map<Integer, TFloat32>> inputs =
            ThreadLocal.withInitial(HashMap::new);

    private DuckDbClassifier(SavedModelBundle model) {
        this.model = model;
    }

    static DuckDbClassifier register(Connection connection, Path directory) throws SQLException {
        TensorFlowLibrary.load(ProgressListener.NONE);
        DuckDbClassifier classifier =
                new DuckDbClassifier(
                        SavedModelBundle.loader(directory.toString())
                                .withConfigProto(TensorFlowLibrary.sessionConfig())
                                .load());
        DuckDBFunctions.scalarFunction()
                .withName("classifier")
                .withParameters(double.class, double.class, double.class, double.class)
                .withReturnType(long.class)
                .withVectorizedFunction(classifier::apply)
                .register(connection);
        return classifier;
    }

    private void apply(DuckDBDataChunkReader rows, DuckDBWritableVector classes) {
        int count = Math.toIntExact(rows.rowCount());
        TFloat32 input =
                inputs.get().computeIfAbsent(count, n -> TFloat32.tensorOf(Shape.of(n, FEATURES)));
        fill(input, rows, count);
        try (Result result =
                model.session().runner().feed("x", input).fetch("classification").run()) {
            TInt64 output = (TInt64) result.get(0);
            var values = output.asRawTensor().data().asLongs();
            for (int row = 0; row < count; row++) {
                classes.setLong(row, values.getLong(row));
            }
        }
    }

    private static void fill(TFloat32 input, DuckDBDataChunkReader rows, int count) {
        FloatDataBuffer data = input.asRawTensor().data().asFloats();
        for (int feature = 0; feature < FEATURES; feature++) {
            DuckDBReadableVector vector = rows.vector(feature);
            for (int row = 0; row < count; row++) {
                data.setFloat((float) vector.getDouble(row), (long) row * FEATURES + feature);
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
