package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An array with a slot for each combination of keys, the last key varying fastest; the last slot of
 * a nullable key is NULL's.
 *
 * @param axes one a key
 */
record DirectArray(List<Axis> axes) {
    /**
     * @param rangeField of the parameters: from and to of the key's values; empty for ids
     */
    record Axis(KeyColumn key, Optional<String> rangeField) {
        /** The number of its slots. */
        CExpr slots() {
            CExpr values =
                    rangeField
                            .map(Axis::length)
                            .orElseGet(
                                    () ->
                                            CExpr.call(
                                                            CType.IDS,
                                                            "flare_ids_count",
                                                            key.space().orElseThrow().expression())
                                                    .cast(CType.INT64));
            return key.nullable() ? values.plus(CExpr.number(CType.INT64, 1)) : values;
        }

        private static CExpr length(String field) {
            CExpr from = CExpr.name(CType.INT64, "parameters->" + field + "[0]");
            CExpr to = CExpr.name(CType.INT64, "parameters->" + field + "[1]");
            return to.minus(from).plus(CExpr.number(CType.INT64, 1));
        }

        CExpr from() {
            return CExpr.name(CType.INT64, "parameters->" + rangeField.orElseThrow() + "[0]");
        }
    }

    /** Declares the number of slots of each axis and gives their names. */
    List<CExpr> declareSlots(CWriter c, Names names) {
        List<CExpr> slots = new ArrayList<>();
        for (Axis axis : axes) {
            CExpr name =
                    CExpr.name(
                            CType.INT64,
                            names.unique(Names.readable(axis.key().name()) + "_slots"));
            c.line("const int64_t $ = $;", name, axis.slots());
            slots.add(name);
        }
        return slots;
    }

    /**
     * Declares the worker's own rows, or after the merge those of all.
     *
     * @param type of the pointer to them
     */
    static void declareRows(CWriter c, Groups groups, List<CExpr> slots, String type, String name) {
        CExpr size = slots.stream().reduce(CExpr::times).orElseThrow();
        c.line(
                        type + "*const $ = flare_array_rows(worker, query->$, $);",
                        name,
                        groups.field(),
                        size)
                .note(groups.note());
        c.block("if (!$)", () -> c.line("return FLARE_FAILED;"), name);
    }

    /**
     * The number of a row's slot along one axis; a value outside of its range is an error of the
     * file's claims.
     */
    CExpr index(CWriter c, int axis, Cell cell, CExpr slots, Place place, String note) {
        Axis along = axes.get(axis);
        Value value = along.key().stored(c, cell);
        if (along.rangeField().isEmpty()) {
            CExpr id = value.code().as(CType.INT64);
            return value.nullable()
                    ? value.valid().choose(id, slots.minus(CExpr.number(CType.INT64, 1)))
                    : id;
        }
        CExpr offset = value.code().cast(CType.INT64).minus(along.from());
        CExpr index =
                value.nullable()
                        ? value.valid().choose(offset, slots.minus(CExpr.number(CType.INT64, 1)))
                        : offset;
        CExpr name =
                CExpr.name(
                        CType.INT64,
                        place.names().unique(Names.readable(along.key().name()) + "_slot"));
        c.line("const int64_t $ = $;", name, index).note(note);
        c.block(
                "if ($)",
                "the range is a claim of the file",
                () -> c.line("return flare_raise(worker, FLARE_ERROR_CLAIM, -1);"),
                name.compare("<", CExpr.number(CType.INT64, 0)).or(name.compare(">=", slots)));
        return name;
    }
}
