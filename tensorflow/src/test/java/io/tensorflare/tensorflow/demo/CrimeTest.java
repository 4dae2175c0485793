package io.tensorflare.tensorflow.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrimeTest {
    private final Crime crime = Crime.read();

    @Test
    void fiftyStatesAsPublished() {
        assertEquals(50, crime.states().size());
        Crime.State first = crime.states().get(0);
        assertEquals("Alabama", first.state());
        assertEquals(List.of(13.2, 236.0, 58.0, 21.2), features(first));
        Crime.State last = crime.states().get(49);
        assertEquals("Wyoming", last.state());
        assertEquals(List.of(6.8, 161.0, 60.0, 15.6), features(last));
        assertEquals(7.788, crime.scale().mean()[0], 1e-9);
        assertEquals(4.355509764209288, crime.scale().deviation()[0], 1e-12);
    }

    /**
     * What kmeans(scale(USArrests), 4, nstart = 50) gives in R: within sum of squares 56.403, sizes
     * 8, 13, 13, 16.
     */
    @Test
    void clustersAreTheOptimum() {
        assertEquals(56.40317, crime.withinSumOfSquares(), 1e-5);
        assertEquals(List.of(13L, 16L, 13L, 8L), sizes());
        assertEquals(crime.states(), Crime.read().states());
    }

    @Test
    void kMeansSeparatesWhatIsApart() {
        double[][] points = {{10}, {0}, {11}, {1}, {100}};
        KMeans.Clustering clustering = KMeans.cluster(points, 3);
        assertEquals(
                List.of(1, 0, 1, 0, 2), Arrays.stream(clustering.assignment()).boxed().toList());
        assertEquals(1.0, clustering.withinSumOfSquares(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> KMeans.cluster(points, 6));
        assertThrows(IllegalArgumentException.class, () -> KMeans.cluster(points, 0));
    }

    private List<Long> sizes() {
        return IntStream.range(0, Crime.CLUSTERS)
                .mapToObj(c -> crime.states().stream().filter(s -> s.cluster() == c).count())
                .toList();
    }

    private static List<Double> features(Crime.State state) {
        return Arrays.stream(state.features()).boxed().toList();
    }
}
