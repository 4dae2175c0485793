package io.tensorflare.plan;

import java.util.OptionalLong;

/**
 * What the files claim about a column. Bounds are of integers, unscaled short decimals, days and
 * microseconds; absent where unknown or of another type. They are claims: every use that memory
 * safety rests on is checked again when running.
 *
 * @param distinct an estimate of the number of distinct values
 * @param dictionaryCoded true where every page of every chunk holds dictionary codes
 */
public record ColumnStatistics(
        OptionalLong minimum,
        OptionalLong maximum,
        OptionalLong distinct,
        boolean dictionaryCoded) {
    public static final ColumnStatistics UNKNOWN =
            new ColumnStatistics(
                    OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), false);
}
