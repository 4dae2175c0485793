package io.tensorflare.planner.optimize;

/** Bounds of a column's values, both included, as files claim them. */
record Range(long minimum, long maximum) {
    /** How many values there can be. */
    double width() {
        return (double) maximum - minimum + 1;
    }

    /** What both allow; one value where they have none in common. */
    Range and(Range other) {
        long low = Math.max(minimum, other.minimum);
        return new Range(low, Math.max(low, Math.min(maximum, other.maximum)));
    }

    /** What either allows. */
    Range or(Range other) {
        return new Range(Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
    }
}
