package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.emit.expression.Value;
import java.util.Optional;

/**
 * A column by whose values rows are grouped.
 *
 * @param column its number in the aggregation's input
 * @param type how it is stored: strings as ids
 * @param space the id space of a string
 */
record KeyColumn(
        int column,
        String name,
        CType type,
        boolean nullable,
        Interval range,
        Optional<IdSpace> space) {
    /** The value to store or to compare: one bit pattern for equal values, zero where NULL. */
    Value stored(CWriter c, Cell cell) {
        return space.isPresent()
                ? cell.idIn(space.get(), c)
                : canonical(Conversions.to(cell.value(c), type));
    }

    private Value canonical(Value value) {
        if (!type.isFloating()) {
            return value;
        }
        String function = type == CType.FLOAT ? "flare_canonical_float" : "flare_canonical_double";
        return value.withCode(CExpr.call(type, function, value.code()));
    }

    /**
     * The column of a stored key: {@code code} reads it, {@code valid} tells whether it is not
     * NULL.
     */
    Cell cell(CExpr code, CExpr valid) {
        if (space.isPresent()) {
            return Cell.ofId(space.get(), code, valid);
        }
        CExpr read = type == CType.BOOL ? code.compare("!=", CExpr.number(CType.BOOL, 0)) : code;
        return Cell.of(new Value(read, valid, range, Value.Hazard.NONE));
    }
}
