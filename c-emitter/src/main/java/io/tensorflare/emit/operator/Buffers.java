package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays of a block's length in the worker's struct, one for each column that is kept for a second
 * loop.
 */
final class Buffers {
    private final Place place;
    private final List<Cell.Vector> vectors = new ArrayList<>();

    Buffers(Place place) {
        this.place = place;
    }

    /** Writes the statements that keep a value at {@code index}. */
    Cell.Vector store(CWriter c, String wanted, Value value, String index) {
        CType type = value.type();
        String field = place.local().addBlock(type.stored(), wanted, "");
        c.line("local->$[$] = $;", field, index, value.guarded());
        String valid = "";
        if (value.nullable()) {
            valid = place.local().addBlock("uint8_t", field + "_valid", "");
            c.line("local->$[$] = $;", valid, index, value.valid());
        }
        Cell.Vector stored =
                new Cell.Vector(type, "local->" + field, valid.isEmpty() ? "" : "local->" + valid);
        vectors.add(stored);
        return stored;
    }

    /** Keeps a place in the numbering for a column that is not kept. */
    void skip() {
        vectors.add(new Cell.Vector(CType.BOOL, "", ""));
    }

    Cell.Vector vector(int index) {
        return vectors.get(index);
    }

    /** The column as the second loop reads it. */
    Cell cell(int index, Value stored) {
        Cell.Vector vector = vectors.get(index);
        CExpr code = CExpr.name(vector.type(), vector.values() + "[row]");
        CExpr valid =
                vector.valid().isEmpty()
                        ? CExpr.truth(true)
                        : CExpr.name(CType.BOOL, vector.valid() + "[row]");
        Value.Hazard hazard = vector.type() == CType.STRING ? Value.Hazard.NONE : Value.Hazard.NONE;
        return Cell.of(new Value(code, valid, stored.range(), hazard)).withVector(vector);
    }
}
