package io.tensorflare.tensorflow.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Knows the demo's table {@code crime}: the 50 states of the public data set USArrests (McNeil
 * 1977), each with the cluster that k-means finds for it among four.
 */
public final class Crime {
    /** How many clusters, and so classes of the model, there are. */
    public static final int CLUSTERS = 4;

    private static final String RESOURCE = "usarrests.csv";
    private static final int FEATURES = 4;

    /**
     * One state.
     *
     * @param state its name
     * @param murder arrests for murder per 100 000 residents
     * @param assault arrests for assault per 100 000 residents
     * @param population percentage of the population living in urban areas
     * @param rape arrests for rape per 100 000 residents
     * @param cluster its cluster, 0 to 3, in the order of the clusters' mean of murder
     */
    public record State(
            String state,
            double murder,
            double assault,
            double population,
            double rape,
            int cluster) {
        double[] features() {
            return new double[] {murder, assault, population, rape};
        }
    }

    /**
     * The mean and the sample standard deviation of each feature, murder, assault, population,
     * rape.
     *
     * @param mean one value a feature
     * @param deviation one value a feature
     */
    record Scale(double[] mean, double[] deviation) {
        double[] normalise(double[] features) {
            return IntStream.range(0, features.length)
                    .mapToDouble(i -> (features[i] - mean[i]) / deviation[i])
                    .toArray();
        }
    }

    private final List<State> states;
    private final Scale scale;
    private final double withinSumOfSquares;

    private Crime(List<State> states, Scale scale, double withinSumOfSquares) {
        this.states = states;
        this.scale = scale;
        this.withinSumOfSquares = withinSumOfSquares;
    }

    /** Reads the 50 states and clusters them. */
    public static Crime read() {
        List<State> states = readStates();
        Scale scale = scale(states);
        double[][] points =
                states.stream()
                        .map(state -> scale.normalise(state.features()))
                        .toArray(double[][]::new);
        KMeans.Clustering clustering = KMeans.cluster(points, CLUSTERS);
        List<State> clustered =
                IntStream.range(0, states.size())
                        .mapToObj(i -> withCluster(states.get(i), clustering.assignment()[i]))
                        .toList();
        return new Crime(clustered, scale, clustering.withinSumOfSquares());
    }

    /**
     * Returns the 50 states in the order of the alphabet; row {@code i} of a larger table is {@code
     * i % 50}.
     */
    public List<State> states() {
        return states;
    }

    /** Returns the sum of squared distances to the clusters' centres, in z-scores. */
    public double withinSumOfSquares() {
        return withinSumOfSquares;
    }

    Scale scale() {
        return scale;
    }

    private static State withCluster(State s, int cluster) {
        return new State(s.state(), s.murder(), s.assault(), s.population(), s.rape(), cluster);
    }

    private static List<State> readStates() {
        try (InputStream bytes = Crime.class.getResourceAsStream(RESOURCE)) {
            if (bytes == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing");
            }
            return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(Crime::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static State parse(String line) {
        String[] field = line.split(",");
        return new State(
                field[0],
                Double.parseDouble(field[1]),
                Double.parseDouble(field[2]),
                Double.parseDouble(field[3]),
                Double.parseDouble(field[4]),
                0);
    }

    private static Scale scale(List<State> states) {
        double[] mean = new double[FEATURES];
        double[] deviation = new double[FEATURES];
        for (State state : states) {
            for (int i = 0; i < FEATURES; i++) {
                mean[i] += state.features()[i] / states.size();
            }
        }
        for (int i = 0; i < FEATURES; i++) {
            double squares = 0;
            for (State state : states) {
                double distance = state.features()[i] - mean[i];
                squares += distance * distance;
            }
            deviation[i] = Math.sqrt(squares / (states.size() - 1));
        }
        return new Scale(mean, deviation);
    }
}
