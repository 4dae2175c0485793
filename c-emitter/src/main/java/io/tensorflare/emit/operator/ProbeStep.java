package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Looks for the partners of rows in the right side of a join. Where there is at most one and it
 * takes no look-up of a whole block, that is a condition in the row's own loop.
 */
final class ProbeStep {
    private final JoinTable table;
    private final JoinShape shape;
    private final Place place;
    private final String partner;

    ProbeStep(JoinTable table, Place place) {
        this.table = table;
        this.shape = table.shape();
        this.place = place;
        this.partner = place.names().unique(table.tag());
    }

    /**
     * Writes the search, and inside of it what comes next.
     *
     * @param later how often the columns are used afterwards
     */
    void write(CWriter c, Batch batch, int[] later, BiConsumer<CWriter, Batch> next) {
        search(
                c,
                batch,
                later,
                (inside, pairs) ->
                        next.accept(
                                inside,
                                shape.revisits() || !pairs.matched().isEmpty()
                                        ? noting(inside, pairs, later)
                                        : pairs));
    }

    /** Writes the search for rows of the right that have a partner. */
    void match(CWriter c, Batch batch) {
        int[] none = new int[shape.outputWidth()];
        search(
                c,
                batch,
                none,
                (inside, pairs) ->
                        place.loop(
                                inside,
                                pairs,
                                () -> {
                                    pairs.enter(inside, none);
                                    note(inside, pairs, pairs.index());
                                }));
    }

    /** Notes which rows have partners, in a loop of its own before what comes next. */
    private Batch noting(CWriter c, Partners pairs, int[] later) {
        List<Column> columns = shape.plan().columns();
        return new Compaction(place, columns)
                .write(
                        c,
                        pairs,
                        later,
                        new int[later.length],
                        (inside, cells, index) -> note(inside, pairs, index));
    }

    private void note(CWriter c, Partners pairs, String index) {
        CExpr exists = pairs.exists();
        if (!pairs.matched().isEmpty()) {
            c.line("local->$[$] = $;", pairs.matched(), pairs.input().index(), exists)
                    .note(table.note());
        }
        if (shape.revisits()) {
            Runnable set = () -> c.line("$->$ = true;", partner, table.matched());
            if (exists.isTrue()) {
                set.run();
                c.note(table.note());
            } else {
                c.block("if ($)", table.note(), set, exists);
            }
        }
    }

    private void search(
            CWriter c, Batch batch, int[] later, BiConsumer<CWriter, Partners> consumer) {
        if (table.kind() != JoinTable.Kind.ROWS) {
            boolean exact = table.exact().contains(place.number());
            Finder finder = Finder.inline(table, place, partner, exact);
            consumer.accept(c, new Partner(batch, table, place, partner, finder));
            return;
        }
        Lookup lookup = new Lookup(table, place);
        Batch rows = lookup.write(c, batch, shape.left(later, false));
        boolean first = shape.isUnique() || !shape.hasPairs();
        if (first) {
            Finder finder = Finder.found(table, place, partner, lookup.found());
            consumer.accept(c, new Partner(rows, table, place, partner, finder));
        } else {
            pairs(c, rows, lookup, consumer);
        }
    }

    private void pairs(
            CWriter c, Batch rows, Lookup lookup, BiConsumer<CWriter, Partners> consumer) {
        String pairs = place.names().unique("pairs");
        String index = place.names().unique("pair");
        String row = place.local().addBlock("int32_t", index + "_row", table.note());
        String match = place.local().addBlock("const void *", index + "_match", table.note());
        boolean left = shape.kind() == Plan.Join.Kind.LEFT || shape.kind() == Plan.Join.Kind.FULL;
        String matched =
                left ? place.local().addBlock("uint8_t", index + "_matched", table.note()) : "";
        c.line("flare_pairs $ = { 0 };", pairs);
        CExpr next =
                CExpr.call(
                        CType.BOOL,
                        "flare_next_pairs",
                        "worker",
                        "&" + pairs,
                        "local->" + lookup.found(),
                        rows.total(),
                        left ? "local->" + matched : (Object) 0,
                        "local->" + row,
                        "local->" + match);
        c.block(
                "while ($)",
                () ->
                        consumer.accept(
                                c,
                                new Pairs(
                                        rows, table, place, partner, pairs, index, row, match,
                                        matched)),
                next);
    }
}
