package io.tensorflare.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Small models that tests export. */
final class ExportedModels {
    private ExportedModels() {}

    /**
     * Inputs x float [?] and y int64 [?, 1]; the sum of both as int64 [?, 1], x cut to an integer.
     */
    static void sum(Path directory) throws IOException {
        export(
                directory,
                tf -> {
                    Placeholder<TFloat32> x =
                            tf.withName("x")
                                    .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
                    Placeholder<TInt64> y =
                            tf.withName("y")
                                    .placeholder(TInt64.class, Placeholder.shape(Shape.of(-1, 1)));
                    var column = tf.expandDims(tf.dtypes.cast(x, TInt64.class), tf.constant(-1));
                    return Signature.builder()
                            .key(Signature.DEFAULT_KEY)
                            .input("x", x)
                            .input("y", y)
                            .output("sum", tf.math.add(column, y))
                            .build();
                });
    }

    /** Input index int64 [?]; 10, 20 or 30 for the indices 0, 1 and 2, a failure for others. */
    static void lookup(Path directory) throws IOException {
        export(
                directory,
                tf -> {
                    Placeholder<TInt64> index =
                            tf.withName("index")
                                    .placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
                    var numbers = tf.constant(new long[] {10, 20, 30});
                    return Signature.builder()
                            .key(Signature.DEFAULT_KEY)
                            .input("index", index)
                            .output("number", tf.gather(numbers, index, tf.constant(0)))
                            .build();
                });
    }

    private static void export(Path directory, Function<Ops, Signature> build) throws IOException {
        try (Graph graph = new Graph()) {
            Signature signature = build.apply(Ops.create(graph));
            try (Session session = new Session(graph, TensorFlowLibrary.sessionConfig())) {
                SavedModelBundle.exporter(directory.toString())
                        .withSession(session)
                        .withSignature(signature)
                        .export();
            }
        }
    }
}
