package io.tensorflare;

import java.util.List;

/**
 * Up to 65 536 rows of a {@link Result}. Its memory is valid until the result's next batch is asked
 * for or the result is closed.
 */
public final class Batch {
    private final int rows;
    private final List<Vector> vectors;

    Batch(int rows, List<Vector> vectors) {
        this.rows = rows;
        this.vectors = List.copyOf(vectors);
    }

    public int rows() {
        return rows;
    }

    /** The column number {@code index}, from 0. */
    public Vector vector(int index) {
        return vectors.get(index);
    }

    public List<Vector> vectors() {
        return vectors;
    }
}
