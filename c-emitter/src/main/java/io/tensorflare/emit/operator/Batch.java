package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.List;

/**
 * A block of rows on its way through a pipeline. Code that handles it loops over {@link #rows} and
 * enters each row.
 */
interface Batch {
    /** Where the loop ends, as C; {@code 1} for a single row. */
    String rows();

    /** Where the loop begins; other than 0 only where not dense. */
    default String first() {
        return "0";
    }

    /** The variable that counts in the loop. */
    default String index() {
        return "row";
    }

    /** Whether every row that is looped over gets past {@link #enter}. */
    default boolean isDense() {
        return true;
    }

    /**
     * Writes what the loop's body needs at its beginning; rows that are filtered out leave with
     * {@code skip}.
     *
     * @param uses how often each column will be used; 0 where never
     */
    List<Cell> enter(CWriter c, int[] uses);

    /**
     * Whether a function of its own can loop over the rows: with nothing but the block, the
     * parameters and the structs at hand.
     */
    default boolean isMovable() {
        return false;
    }

    /** The C type of the variable {@code block}, where there is one. */
    default String blockType() {
        return "";
    }

    /** Declares the arrays of the block that {@code body} mentions. */
    default void arrays(CWriter c, CWriter body) {}

    default boolean isSingle() {
        return rows().equals("1");
    }

    /** The number of {@link #rows} as an expression. */
    default CExpr total() {
        return isSingle() ? CExpr.number(CType.INT32, 1) : CExpr.name(CType.INT32, rows());
    }

    /** Pointers to rows of one of the program's own structs. */
    interface OfPointers extends Batch {
        @Override
        default boolean isMovable() {
            return true;
        }

        @Override
        default String blockType() {
            return "flare_row_block";
        }

        @Override
        default String rows() {
            return "block.rows";
        }

        /** Declares the pointer to the row, as {@code name}. */
        static void declare(CWriter c, String tag, String name, String note) {
            c.declaration(
                            CExpr.name(CType.INT64, name),
                            "const struct $ *const $ = block.row[row];",
                            tag,
                            name)
                    .note(note);
        }
    }

    /** What a step makes of another batch within the same loop. */
    interface Within extends Batch {
        Batch input();

        @Override
        default boolean isMovable() {
            return input().isMovable();
        }

        @Override
        default String blockType() {
            return input().blockType();
        }

        @Override
        default void arrays(CWriter c, CWriter body) {
            input().arrays(c, body);
        }

        @Override
        default String rows() {
            return input().rows();
        }

        @Override
        default String first() {
            return input().first();
        }

        @Override
        default String index() {
            return input().index();
        }

        @Override
        default boolean isSingle() {
            return input().isSingle();
        }

        @Override
        default boolean isDense() {
            return input().isDense();
        }
    }
}
