package io.tensorflare.tensorflow.demo;

import java.util.Arrays;
import java.util.Random;

/**
 * Clusters points by Lloyd's algorithm, the best of several random starts.
 *
 * <p>Deterministic: starts are drawn from seeds 0, 1, 2, ..., and clusters are numbered by the
 * first coordinate of their centre, smallest first.
 */
final class KMeans {
    private static final int STARTS = 50;
    private static final int ITERATIONS = 100;

    /**
     * Which cluster each point belongs to.
     *
     * @param assignment one cluster number from 0 a point
     * @param withinSumOfSquares sum of squared distances of the points to the centre of their
     *     cluster
     */
    record Clustering(int[] assignment, double withinSumOfSquares) {}

    private KMeans() {}

    /**
     * Finds clusters.
     *
     * @param points [points][dimensions]
     * @param clusters how many, at least 1 and at most the number of points
     */
    static Clustering cluster(double[][] points, int clusters) {
        if (clusters < 1 || clusters > points.length) {
            throw new IllegalArgumentException(
                    "%d clusters of %d points".formatted(clusters, points.length));
        }
        double[][] best = null;
        double bestSum = Double.POSITIVE_INFINITY;
        for (int seed = 0; seed < STARTS; seed++) {
            double[][] centres = descend(points, start(points, clusters, new Random(seed)));
            double sum = withinSumOfSquares(points, centres);
            if (sum < bestSum) {
                bestSum = sum;
                best = centres;
            }
        }
        Arrays.sort(best, (a, b) -> Double.compare(a[0], b[0]));
        return new Clustering(assign(points, best), bestSum);
    }

    /** Picks different points as first centres. */
    private static double[][] start(double[][] points, int clusters, Random random) {
        return random.ints(0, points.length)
                .distinct()
                .limit(clusters)
                .mapToObj(i -> points[i].clone())
                .toArray(double[][]::new);
    }

    /** Moves each centre to the mean of its points until nothing changes. */
    private static double[][] descend(double[][] points, double[][] start) {
        double[][] centres = start;
        int[] assignment = assign(points, centres);
        for (int i = 0; i < ITERATIONS; i++) {
            centres = means(points, assignment, centres);
            int[] next = assign(points, centres);
            if (Arrays.equals(next, assignment)) {
                break;
            }
            assignment = next;
        }
        return centres;
    }

    private static int[] assign(double[][] points, double[][] centres) {
        return Arrays.stream(points).mapToInt(point -> nearest(point, centres)).toArray();
    }

    /** Means of the points of each cluster; a cluster that lost all its points keeps its centre. */
    private static double[][] means(double[][] points, int[] assignment, double[][] centres) {
        int dimensions = points[0].length;
        double[][] means = new double[centres.length][dimensions];
        int[] counts = new int[centres.length];
        for (int i = 0; i < points.length; i++) {
            counts[assignment[i]]++;
            for (int d = 0; d < dimensions; d++) {
                means[assignment[i]][d] += points[i][d];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int d = 0; d < dimensions; d++) {
                means[c][d] = counts[c] == 0 ? centres[c][d] : means[c][d] / counts[c];
            }
        }
        return means;
    }

    private static double withinSumOfSquares(double[][] points, double[][] centres) {
        return Arrays.stream(points)
                .mapToDouble(point -> squaredDistance(point, centres[nearest(point, centres)]))
                .sum();
    }

    private static int nearest(double[] point, double[][] centres) {
        int nearest = 0;
        for (int c = 1; c < centres.length; c++) {
            if (squaredDistance(point, centres[c]) < squaredDistance(point, centres[nearest])) {
                nearest = c;
            }
        }
        return nearest;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }
}
