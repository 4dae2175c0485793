package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import java.util.List;

/**
 * What a pipeline builds for later ones: the engine works on its parts and finishes it.
 *
 * @param kind as in the contents page, such as {@code FLARE_BUILT_SORTER}
 * @param field of {@code struct query}
 * @param members the other members of its entry: how rows are added up, and whose
 */
record Built(String kind, String field, String members, String note) {
    static Built groups(Groups groups) {
        return new Built("FLARE_BUILT_GROUPS", groups.field(), merging(groups), groups.note());
    }

    static Built distinct(DistinctTable table, String note) {
        return new Built("FLARE_BUILT_GROUPS", table.field(), "", note);
    }

    static Built array(Groups groups) {
        return new Built("FLARE_BUILT_ARRAY", groups.field(), merging(groups), groups.note());
    }

    /**
     * @param local the worker's own, such as {@code local_1, totals}: struct and field
     */
    static Built totals(Groups groups, String local) {
        String members = ", .local = FLARE_OFFSET(struct " + local + ")" + merging(groups);
        return new Built("FLARE_BUILT_TOTALS", groups.field(), members, groups.note());
    }

    private static String merging(Groups groups) {
        return groups.merge().isEmpty() ? "" : ", .merge = " + groups.merge();
    }

    static Built sorter(String field, String note) {
        return new Built("FLARE_BUILT_SORTER", field, "", note);
    }

    static Built join(String field, String note) {
        return new Built("FLARE_BUILT_JOIN", field, "", note);
    }

    /** Writes a table of the contents page. */
    static void declare(CWriter c, List<Built> all, String table) {
        c.table(
                "static const flare_built $[] =",
                () -> all.forEach(built -> built.declare(c)),
                table);
    }

    private void declare(CWriter c) {
        c.line(
                        "{ .kind = $, .offset = FLARE_OFFSET(struct query, $)" + members + " },",
                        kind,
                        field)
                .note(note);
    }
}
