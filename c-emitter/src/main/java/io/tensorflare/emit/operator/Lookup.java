package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the partners of a block of rows at once: its keys first, then the table. */
final class Lookup {
    private final JoinTable table;
    private final Place place;
    private final String found;

    Lookup(JoinTable table, Place place) {
        this.table = table;
        this.place = place;
        this.found =
                place.local()
                        .addBlock(
                                "const void *",
                                table.field() + "_found",
                                table.note() + " the first partner of each row");
    }

    /** The worker's array of first partners. */
    String found() {
        return found;
    }

    /** Writes the look-up and gives the rows that were looked up, dense. */
    Batch write(CWriter c, Batch batch, int[] later) {
        if (table.keys().isEmpty()) {
            return loop(c, batch, later);
        }
        int[] now = new int[later.length];
        table.keys().forEach(key -> now[table.pair(key).left()]++);
        Optional<Cell.Vector> vector = batch.isDense() ? vector(batch, now) : Optional.empty();
        if (vector.isPresent()) {
            find(c, batch, vector.get().values(), vector.get().valid());
            return batch;
        }
        KeyStruct key = table.key().orElseThrow();
        String keys = place.local().addBlock("struct " + key.tag(), "keys", table.note());
        String valid =
                table.keys().stream().anyMatch(this::mayBeNull)
                        ? place.local().addBlock("uint8_t", keys + "_valid", table.note())
                        : "";
        Batch rows =
                new Compaction(place, table.shape().plan().left().columns())
                        .write(
                                c,
                                batch,
                                later,
                                now,
                                (inside, cells, index) -> fill(inside, cells, index, keys, valid));
        find(c, rows, "local->" + keys, valid.isEmpty() ? "" : "local->" + valid);
        return rows;
    }

    /** Without keys every row of the right is a partner. */
    private Batch loop(CWriter c, Batch batch, int[] later) {
        Batch rows =
                batch.isDense()
                        ? batch
                        : new Compaction(place, table.shape().plan().left().columns())
                                .write(
                                        c,
                                        batch,
                                        later,
                                        new int[later.length],
                                        (inside, cells, index) -> {});
        find(c, rows, "", "");
        return rows;
    }

    private boolean mayBeNull(KeyColumn key) {
        boolean nullable =
                table.shape().plan().left().columns().get(table.pair(key).left()).nullable();
        return nullable && !key.nullable();
    }

    /** The array of a block that holds the keys just as they are kept. */
    private Optional<Cell.Vector> vector(Batch batch, int[] now) {
        KeyColumn key = table.keys().get(0);
        boolean alike = table.keys().size() == 1 && key.type() == CType.INT64 && !key.nullable();
        if (!alike || batch.isSingle()) {
            return Optional.empty();
        }
        return batch.enter(new CWriter(), now)
                .get(table.pair(key).left())
                .vector()
                .filter(array -> array.type() == CType.INT64);
    }

    private void fill(CWriter c, List<Cell> left, String index, String keys, String valid) {
        List<Cell> cells = table.keyCells(left);
        String key = place.names().unique("key_of_row");
        c.line(
                "struct $ *const $ = &local->$[$];",
                table.key().orElseThrow().tag(),
                key,
                keys,
                index);
        table.key().orElseThrow().fill(c, cells, key + "->", table.note() + " probe");
        if (!valid.isEmpty()) {
            Map<KeyColumn, Value> values = new HashMap<>();
            table.keys().forEach(one -> values.put(one, cells.get(one.column()).value(c)));
            c.line("local->$[$] = $;", valid, index, table.keysValid(values::get));
        }
    }

    private void find(CWriter c, Batch rows, String keys, String valid) {
        CExpr field = CExpr.name(CType.INT64, "query->" + table.field());
        Object given = keys.isEmpty() ? 0 : keys;
        String into = "local->" + found;
        CExpr call =
                valid.isEmpty()
                        ? CExpr.call(
                                CType.INT32,
                                "flare_join_find",
                                "worker",
                                field,
                                given,
                                rows.total(),
                                into)
                        : CExpr.call(
                                CType.INT32,
                                "flare_join_find_valid",
                                "worker",
                                field,
                                given,
                                valid,
                                rows.total(),
                                into);
        c.line("FLARE_TRY($);", call).note(table.note() + " probe");
    }
}
