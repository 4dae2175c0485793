package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps rows as the right side of a join, a block at a time. */
final class BuildSink implements SinkCode {
    private final JoinTable table;
    private final Place place;
    private final String rows;
    private final String apart;
    private final String keys;

    /**
     * @param last whether no other pipeline brings rows afterwards
     */
    BuildSink(JoinTable table, Place place, boolean last) {
        this.table = table;
        this.place = place;
        boolean dense = isDense();
        boolean structs = table.kind() == JoinTable.Kind.ROWS || table.kind() == JoinTable.Kind.MAP;
        this.keys = dense ? place.local().addBlock("int64_t", "keys", table.note()) : "";
        this.rows = structs ? block(table.field() + "_rows") : "";
        this.apart = keepsApart() ? block(table.field() + "_apart") : "";
        if (last && table.kind() == JoinTable.Kind.ROWS) {
            place.built().add(Built.join(table.field(), table.note()));
        }
    }

    private String block(String name) {
        return place.local().addBlock("struct " + table.tag(), name, table.note());
    }

    private boolean isDense() {
        return table.kind() == JoinTable.Kind.MAP || table.kind() == JoinTable.Kind.SET;
    }

    /** Whether rows matter that no key finds. */
    private boolean keepsApart() {
        return table.kind() == JoinTable.Kind.ROWS
                && (table.shape().revisits() || table.shape().kind() == Plan.Join.Kind.MARK)
                && table.keys().stream().anyMatch(this::mayBeNull);
    }

    private boolean mayBeNull(KeyColumn key) {
        return !table.pair(key).nullsEqual()
                && table.shape().plan().right().columns().get(key.column()).nullable();
    }

    /** Whether rows have nothing that anybody reads: their number alone counts. */
    private boolean isEmpty() {
        return table.keys().isEmpty() && table.row().isEmpty();
    }

    @Override
    public void begin(CWriter c) {}

    @Override
    public void end(CWriter c) {}

    @Override
    public void consume(CWriter c, Batch batch) {
        if (table.kind() == JoinTable.Kind.ONE_ROW) {
            place.loop(c, batch, () -> oneRow(c, batch.enter(c, uses())));
            return;
        }
        boolean drops = table.keys().stream().anyMatch(this::mayBeNull);
        boolean counted = !batch.isDense() || drops;
        String count = counted ? place.names().unique("built_rows") : batch.index();
        String others = apart.isEmpty() ? "" : place.names().unique("apart_rows");
        if (counted) {
            c.line("int32_t $ = 0;", count);
        }
        if (!others.isEmpty()) {
            c.line("int32_t $ = 0;", others);
        }
        boolean empty = isEmpty() && !isDense();
        if (!empty || counted) {
            place.loop(c, batch, () -> row(c, batch.enter(c, uses()), count, others, counted));
        }
        append(c, counted ? count : batch.total());
        if (!others.isEmpty()) {
            c.line(
                            "FLARE_TRY(flare_join_append_apart(worker, query->$, local->$, $));",
                            table.field(),
                            apart,
                            others)
                    .note(table.note());
        }
    }

    private int[] uses() {
        int[] uses = new int[table.shape().rightWidth()];
        table.keys().forEach(key -> uses[key.column()]++);
        table.row().fields().forEach(field -> uses[field.column()]++);
        return uses;
    }

    private void oneRow(CWriter c, List<Cell> cells) {
        String place = "query->" + table.field() + ".";
        table.row().fill(c, place, cells, 0, table.row().fields().size());
        if (!table.there().isEmpty()) {
            c.line("query->$ = true;", table.there()).note(table.note());
        }
    }

    private void row(CWriter c, List<Cell> cells, String count, String others, boolean counted) {
        Map<KeyColumn, Value> values = new HashMap<>();
        table.keys().forEach(key -> values.put(key, key.stored(c, cells.get(key.column()))));
        CExpr valid = table.keysValid(values::get);
        if (others.isEmpty()) {
            if (!valid.isTrue()) {
                c.block("if ($)", table.note(), () -> c.line("continue;"), valid.not());
            }
            fill(c, cells, count);
        } else {
            String into = place.names().unique("into_join");
            c.line(
                    "struct $ *const $ = $ ? &local->$[$++] : &local->$[$++];",
                    table.tag(),
                    into,
                    valid,
                    rows,
                    count,
                    apart,
                    others);
            fillRow(c, cells, into);
            return;
        }
        if (counted) {
            c.line("$++;", count);
        }
    }

    private void fill(CWriter c, List<Cell> cells, String index) {
        if (isDense()) {
            KeyColumn key = table.keys().get(0);
            c.line(
                            "local->$[$] = $;",
                            keys,
                            index,
                            key.stored(c, cells.get(key.column())).guarded())
                    .note(table.note() + " build");
        }
        if (!rows.isEmpty() && !isEmpty()) {
            String into = place.names().unique("into_join");
            c.line("struct $ *const $ = &local->$[$];", table.tag(), into, rows, index);
            fillRow(c, cells, into);
        }
    }

    private void fillRow(CWriter c, List<Cell> cells, String into) {
        table.key().ifPresent(key -> key.fill(c, cells, into + "->key.", table.note() + " build"));
        table.row().fill(c, into + "->", cells, 0, table.row().fields().size());
    }

    private void append(CWriter c, Object total) {
        switch (table.kind()) {
            case ROWS ->
                    c.line(
                            "FLARE_TRY(flare_join_append(worker, query->$, local->$, $));",
                            table.field(),
                            rows,
                            total);
            case MAP ->
                    c.line(
                            "FLARE_TRY(flare_dense_add(worker, query->$, local->$, local->$, $));",
                            table.field(),
                            keys,
                            rows,
                            total);
            case SET ->
                    c.line(
                            table.shape().isUnique() && table.shape().hasPairs()
                                    ? "FLARE_TRY(flare_dense_add(worker, query->$, local->$, 0, $));"
                                    : "FLARE_TRY(flare_dense_put(worker, query->$, local->$, $));",
                            table.field(),
                            keys,
                            total);
            case ONE_ROW -> throw new IllegalStateException("one row is not appended");
        }
        c.note(table.note() + " build");
    }
}
