package io.tensorflare.tensorflow.demo;

import io.tensorflare.ProgressListener;
import io.tensorflare.tensorflow.TensorFlowLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Trains the demo's model: a softmax regression from murder, assault, population and rape to the
 * cluster, by gradient descent on all 50 states at once.
 *
 * <p>Deterministic: weights start at zero and everything runs in one thread. The exported
 * SavedModel has the signature {@code serving_default} with the input {@code x}, float [?, 4], and
 * the outputs {@code probabilities}, float [?, 4], and {@code classification}, int64 [?].
 */
public final class CrimeClassifier {
    private static final int STEPS = 2000;
    private static final float LEARNING_RATE = 0.5f;

    /**
     * How training ended.
     *
     * @param loss mean cross entropy over the states before the last step
     * @param correct how many of the states get their own cluster
     * @param states how many states there are
     */
    public record Training(double loss, int correct, int states) {}

    private final Graph graph;
    private final Ops tf;
    private final Placeholder<TFloat32> features;
    private final Placeholder<TFloat32> clusters;
    private final Operand<TFloat32> probabilities;
    private final Operand<TInt64> classification;
    private final Operand<TFloat32> loss;
    private final List<Op> step;

    private CrimeClassifier(Graph graph, Crime.Scale scale) {
        this.graph = graph;
        this.tf = Ops.create(graph);
        this.features = matrix("x");
        this.clusters = matrix("cluster");
        Variable<TFloat32> weights = variable("weights", 4, Crime.CLUSTERS);
        Variable<TFloat32> bias = variable("bias", Crime.CLUSTERS);

        Operand<TFloat32> centred = tf.math.sub(features, tf.constant(toFloats(scale.mean())));
        Operand<TFloat32> scaled = tf.math.div(centred, tf.constant(toFloats(scale.deviation())));
        Operand<TFloat32> scores = tf.nn.biasAdd(tf.linalg.matMul(scaled, weights), bias);
        this.probabilities = tf.withName("probabilities").nn.softmax(scores);
        this.classification =
                tf.withName("classification").math.argMax(probabilities, tf.constant(1));
        this.loss =
                tf.math.mean(
                        tf.nn.softmaxCrossEntropyWithLogits(scores, clusters).loss(),
                        tf.constant(0));
        this.step = descent(weights, bias);
    }

    /**
     * Trains the model and writes it as a SavedModel.
     *
     * @param crime the states and their clusters
     * @param directory where to write; created if missing
     * @param listener hears of the unpacking of TensorFlow
     */
    public static Training export(Crime crime, Path directory, ProgressListener listener)
            throws IOException {
        TensorFlowLibrary.load(listener);
        try (Graph graph = new Graph()) {
            CrimeClassifier classifier = new CrimeClassifier(graph, crime.scale());
            try (Session session = new Session(graph, TensorFlowLibrary.sessionConfig())) {
                session.initialize();
                Training training = classifier.train(session, crime.states());
                classifier.export(session, directory);
                return training;
            }
        }
    }

    private Training train(Session session, List<Crime.State> states) {
        try (TFloat32 x = TFloat32.tensorOf(StdArrays.ndCopyOf(featuresOf(states)));
                TFloat32 y = TFloat32.tensorOf(StdArrays.ndCopyOf(oneHot(states)))) {
            float last = Float.NaN;
            for (int i = 0; i < STEPS; i++) {
                Session.Runner runner = session.runner().feed(features, x).feed(clusters, y);
                step.forEach(runner::addTarget);
                try (Result result = runner.fetch(loss).run()) {
                    last = ((TFloat32) result.get(0)).getFloat();
                }
            }
            return new Training(last, correct(session, x, states), states.size());
        }
    }

    private int correct(Session session, TFloat32 x, List<Crime.State> states) {
        try (Result result = session.runner().feed(features, x).fetch(classification).run()) {
            TInt64 classes = (TInt64) result.get(0);
            int correct = 0;
            for (int i = 0; i < states.size(); i++) {
                correct += classes.getLong(i) == states.get(i).cluster() ? 1 : 0;
            }
            return correct;
        }
    }

    private void export(Session session, Path directory) throws IOException {
        Signature signature =
                Signature.builder()
                        .key(Signature.DEFAULT_KEY)
                        .input("x", features)
                        .output("probabilities", probabilities)
                        .output("classification", classification)
                        .build();
        SavedModelBundle.exporter(directory.toString())
                .withSession(session)
                .withSignature(signature)
                .export();
    }

    private Placeholder<TFloat32> matrix(String name) {
        return tf.withName(name)
                .placeholder(TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, 4)));
    }

    private Variable<TFloat32> variable(String name, int... shape) {
        return tf.withName(name).variable(tf.zeros(tf.constant(shape), TFloat32.class));
    }

    /** One step down the gradient for each variable. */
    private List<Op> descent(Variable<TFloat32> weights, Variable<TFloat32> bias) {
        Gradients gradients = tf.gradients(loss, List.of(weights, bias));
        Operand<TFloat32> rate = tf.constant(LEARNING_RATE);
        return List.of(
                tf.train.applyGradientDescent(weights, rate, gradients.<TFloat32>dy(0)),
                tf.train.applyGradientDescent(bias, rate, gradients.<TFloat32>dy(1)));
    }

    private static float[][] featuresOf(List<Crime.State> states) {
        return states.stream().map(s -> toFloats(s.features())).toArray(float[][]::new);
    }

    private static float[][] oneHot(List<Crime.State> states) {
        float[][] rows = new float[states.size()][Crime.CLUSTERS];
        for (int i = 0; i < rows.length; i++) {
            rows[i][states.get(i).cluster()] = 1;
        }
        return rows;
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
