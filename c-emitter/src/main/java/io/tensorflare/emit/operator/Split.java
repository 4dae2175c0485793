package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Divides a loop with many columns into functions of a size that compilers and readers like. */
final class Split {
    /** Columns of one function. */
    private static final int MOST = 48;

    private final Place place;
    private final String purpose;

    /**
     * @param purpose the beginning of the functions' names
     */
    Split(Place place, String purpose) {
        this.place = place;
        this.purpose = purpose;
    }

    /** Writes what happens to a row, for the columns from one number to another. */
    @FunctionalInterface
    interface Body {
        void write(CWriter c, int from, int to);
    }

    static boolean isLarge(int columns) {
        return columns > MOST;
    }

    /**
     * One loop, or calls of functions with a loop each. The batch is dense, or there are few
     * columns.
     */
    void write(CWriter c, Batch batch, int columns, Body body) {
        if (!isLarge(columns) || !batch.isMovable()) {
            place.loop(c, batch, () -> body.write(c, 0, columns));
            return;
        }
        for (int from = 0; from < columns; from += MOST) {
            loop(c, batch, from, Math.min(from + MOST, columns), body);
        }
    }

    /** Calls of functions without a loop. */
    void calls(CWriter c, Batch batch, int columns, Body body) {
        for (int from = 0; from < columns; from += MOST) {
            CWriter inside = new CWriter().deeper();
            int to = Math.min(from + MOST, columns);
            body.write(inside, from, to);
            function(c, batch, from, to, inside);
        }
    }

    private void loop(CWriter c, Batch batch, int from, int to, Body body) {
        CWriter inside = new CWriter().deeper();
        inside.block(
                "for (int32_t $ = 0; $ < rows; $++)",
                () -> body.write(inside, from, to),
                batch.index(),
                batch.index(),
                batch.index());
        function(c, batch, from, to, inside);
    }

    private void function(CWriter c, Batch batch, int from, int to, CWriter inside) {
        CWriter whole = new CWriter().deeper();
        batch.arrays(whole, inside);
        if (!whole.isEmpty()) {
            whole.blank();
        }
        whole.add(inside).dropUnused();
        Set<String> words = whole.words();
        List<String> declared = new ArrayList<>();
        List<String> given = new ArrayList<>();
        argument(words, "worker", "flare_worker *worker", "worker", declared, given);
        argument(
                words,
                "parameters",
                "const struct parameters *parameters",
                "parameters",
                declared,
                given);
        argument(words, "query", "struct query *query", "query", declared, given);
        argument(
                words,
                "local",
                "struct local_" + place.number() + " *local",
                "local",
                declared,
                given);
        argument(words, "block", batch.blockType() + " block", "block", declared, given);
        declared.add("int32_t rows");
        String name = place.context().globals().unique(purpose + "_" + place.number() + "_1");
        String comment =
                "Columns " + (from + 1) + " to " + to + " of pipeline " + place.number() + ".";
        place.context()
                .functions()
                .function(
                        comment, "static void $(" + String.join(", ", declared) + ")", whole, name);
        c.line(
                "$("
                        + given.stream().map(argument -> argument + ", ").reduce("", String::concat)
                        + "$);",
                name,
                batch.total());
    }

    private static void argument(
            Set<String> words,
            String name,
            String declaration,
            String value,
            List<String> declared,
            List<String> given) {
        if (words.contains(name)) {
            declared.add(declaration);
            given.add(value);
        }
    }
}
