package io.tensorflare.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Distinct values estimated from samples of known columns. */
class DistinctEstimateTest {
    private static final int SAMPLE = 8_192;

    @Test
    void sortedValuesThatRepeatAreSeen() {
        long[] sample = LongStream.range(0, SAMPLE).map(i -> i / 4 * 4).toArray();
        assertEquals(1_500_000, DistinctEstimate.of(sample, 6_000_000, 6_000_000), 1_000);
    }

    @Test
    void valuesThatNeverRepeatCountAsUnique() {
        long[] sample = LongStream.range(0, SAMPLE).map(i -> 7 * i).toArray();
        assertEquals(1_500_000, DistinctEstimate.of(sample, 1_500_000, 6_000_000));
    }

    @Test
    void randomDrawsTellFromHowMany() {
        Random random = new Random(42);
        long[] sample = random.longs(SAMPLE, 0, 200_000).map(i -> 5_000 * i).toArray();
        assertEquals(200_000, DistinctEstimate.of(sample, 6_000_000, 1e9), 30_000);
    }

    @Test
    void withoutASampleBoundsDecide() {
        assertEquals(100, DistinctEstimate.of(new long[0], 1_000, 100));
        assertEquals(1_000, DistinctEstimate.of(new long[0], 1_000, 1e12));
    }
}
