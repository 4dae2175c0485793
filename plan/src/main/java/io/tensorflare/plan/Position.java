package io.tensorflare.plan;

/**
 * A place in the SQL text; line and column count from 1, and 0:0 means that the place is unknown.
 */
public record Position(int line, int column) {
    public static final Position UNKNOWN = new Position(0, 0);

    public boolean isKnown() {
        return line > 0;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
