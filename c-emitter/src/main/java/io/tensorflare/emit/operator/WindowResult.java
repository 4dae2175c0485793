package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.WindowCall;

/**
 * A field of a window's rows that holds what a function gave.
 *
 * @param valid the field that tells whether it is not NULL; empty where it never is
 */
record WindowResult(WindowCall call, Profile profile, String field, String valid) {
    static WindowResult of(WindowCall call, Profile profile, StructFields fields, String note) {
        String field = fields.add(profile.type().stored(), call.column().name(), note);
        String valid = profile.nullable() ? fields.add("uint8_t", field + "_valid", note) : "";
        return new WindowResult(call, profile, field, valid);
    }

    /** Writes a value into the row that the C variable {@code row} points to. */
    void store(CWriter c, Value value) {
        Value stored = Conversions.to(value, profile.type());
        c.line("row->$ = $;", field, valid.isEmpty() ? stored.guarded() : stored.zeroed());
        if (!valid.isEmpty()) {
            c.line("row->$ = $;", valid, stored.valid());
        }
    }

    /** The column of the row that a C variable points to. */
    Cell cell(String row) {
        return RowStruct.cell(new RowStruct.Field(0, field, valid, profile), row + "->");
    }
}
