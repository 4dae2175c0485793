package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import java.util.List;

/**
 * What a pipeline builds for later ones: the engine works on its parts and finishes it.
 *
 * @param kind as in the contents page, such as {@code FLARE_BUILT_SORTER}
 * @param field of {@code struct query}
 * @param merge the function that merges equal keys; empty where there is none
 */
record Built(String kind, String field, String merge, String note) {
    static Built groups(String field, String merge, String note) {
        return new Built("FLARE_BUILT_GROUPS", field, merge, note);
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
        String merging = merge.isEmpty() ? "" : ", .merge = " + merge;
        c.line(
                        "{ .kind = $, .offset = FLARE_OFFSET(struct query, $)" + merging + " },",
                        kind,
                        field)
                .note(note);
    }
}
