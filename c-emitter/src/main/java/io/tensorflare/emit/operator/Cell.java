package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.emit.expression.Value.Hazard;
import java.util.Optional;
import java.util.function.Function;

/**
 * One column of the current row.
 *
 * @param compute gives the value; what must be computed first is written to the writer
 * @param id the id, where the column is a string that arrives as one
 * @param vector where the column's values lie as an array, for all rows of the batch
 */
record Cell(Function<CWriter, Value> compute, Optional<Id> id, Optional<Vector> vector) {
    /** A string's id in a space; valid as the value is. */
    record Id(IdSpace space, CExpr code) {}

    /** Arrays of a block: values, and bytes of validity or the empty string. */
    record Vector(CType type, String values, String valid) {}

    static Cell of(Value value) {
        return new Cell(c -> value, Optional.empty(), Optional.empty());
    }

    /** A column that was said to be used by nobody. */
    static Cell unused() {
        return lazily(
                c -> {
                    throw new IllegalStateException("a column without uses is used");
                });
    }

    static Cell lazily(Function<CWriter, Value> compute) {
        return new Cell(compute, Optional.empty(), Optional.empty());
    }

    static Cell ofId(IdSpace space, CExpr code, CExpr valid) {
        CExpr text = CExpr.call(CType.STRING, "flare_ids_string", space.code(), code);
        Value value =
                new Value(
                        text,
                        valid,
                        io.tensorflare.emit.expression.Machine.range(
                                io.tensorflare.plan.Type.VARCHAR),
                        Hazard.READS);
        return new Cell(c -> value, Optional.of(new Id(space, code)), Optional.empty());
    }

    /** The id of a string in a space, under which it is entered where it has none there. */
    Value idIn(IdSpace space, CWriter c) {
        Value value = compute.apply(c);
        if (id.isPresent() && id.get().space().equals(space)) {
            return new Value(id.get().code(), value.valid(), value.range(), Hazard.READS);
        }
        CExpr interned =
                CExpr.call(
                        CType.IDS, "flare_ids_intern", "worker", space.expression(), value.code());
        return new Value(interned, value.valid(), value.range(), Hazard.RAISES);
    }

    /** The same column where it is NULL besides for rows that fail a condition. */
    Cell where(CExpr condition) {
        if (condition.isTrue()) {
            return new Cell(compute, id, Optional.empty());
        }
        return new Cell(
                c -> {
                    Value value = compute.apply(c);
                    return value.withValid(condition.and(value.valid()))
                            .withHazard(value.hazard().and(Hazard.READS));
                },
                id,
                Optional.empty());
    }

    Cell withVector(Vector array) {
        return new Cell(compute, id, Optional.of(array));
    }

    Value value(CWriter c) {
        return compute.apply(c);
    }
}
