package io.tensorflare.emit;

import io.tensorflare.plan.Position;
import java.util.ArrayList;
import java.util.List;

/** Numbers the places in the SQL that a program's errors can name. */
public final class Positions {
    private final List<Position> positions = new ArrayList<>();

    /** The number of a place, or -1 where it is unknown. */
    public int number(Position position) {
        if (!position.isKnown()) {
            return -1;
        }
        int at = positions.indexOf(position);
        if (at < 0) {
            at = positions.size();
            positions.add(position);
        }
        return at;
    }

    public List<Position> all() {
        return List.copyOf(positions);
    }
}
