package io.tensorflare;

/** How far a query is: rows of its scans that are done, of those known so far. */
public record Progress(long rowsDone, long rowsTotal) {
    /** Between 0 and 1. */
    public double fraction() {
        return rowsTotal == 0 ? 0 : Math.min(1.0, (double) rowsDone / rowsTotal);
    }
}
