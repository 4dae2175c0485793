package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.List;

/** How a row's first partner is reached. */
interface Finder {
    /**
     * Writes what that takes and gives the condition that there is one.
     *
     * @param left the columns of the row
     */
    CExpr find(CWriter c, List<Cell> left, String at);

    /** How often each of the left's columns is used for that. */
    int[] uses();

    /** Whether that leaves the loop movable into a function of its own. */
    boolean isMovable();

    /** Whether every row has a partner for certain. */
    default boolean isCertain() {
        return false;
    }

    /** What comes before a field of the partner. */
    String place();

    /** In an array that the look-up of a block has filled. */
    static Finder found(JoinTable table, Place place, String partner, String found) {
        return new Found(table, partner, found);
    }

    /** In an array over the keys, or where there is only one row. */
    static Finder inline(JoinTable table, Place place, String partner, boolean exact) {
        return table.kind() == JoinTable.Kind.ONE_ROW
                ? new OneRow(table)
                : new Dense(table, place, partner, exact);
    }

    /** A pointer from an array of first partners. */
    record Found(JoinTable table, String partner, String found) implements Finder {
        @Override
        public CExpr find(CWriter c, List<Cell> left, String at) {
            declare(c, table, partner, "local->" + found + at);
            return exists(partner);
        }

        /** Declares the partner; one that is written to is not constant. */
        static void declare(CWriter c, JoinTable table, String partner, String from) {
            CExpr source = CExpr.name(CType.INT64, from);
            CExpr name = CExpr.name(CType.INT64, partner);
            if (table.matched().isEmpty()) {
                c.declaration(name, "const struct $ *const $ = $;", table.tag(), partner, source);
            } else {
                c.declaration(
                        name,
                        "struct $ *const $ = (struct $ *)$;",
                        table.tag(),
                        partner,
                        table.tag(),
                        source);
            }
            c.note(table.note());
        }

        static CExpr exists(String partner) {
            return CExpr.name(CType.INT64, partner).compare("!=", CExpr.number(CType.INT64, 0));
        }

        @Override
        public int[] uses() {
            return new int[table.shape().leftWidth()];
        }

        @Override
        public boolean isMovable() {
            return true;
        }

        @Override
        public String place() {
            return partner + "->";
        }
    }

    /** The only row, in {@code struct query}. */
    record OneRow(JoinTable table) implements Finder {
        @Override
        public CExpr find(CWriter c, List<Cell> left, String at) {
            return isCertain()
                    ? CExpr.truth(true)
                    : CExpr.name(CType.BOOL, "query->" + table.there())
                            .compare("!=", CExpr.number(CType.BOOL, 0));
        }

        @Override
        public boolean isCertain() {
            return table.there().isEmpty();
        }

        @Override
        public int[] uses() {
            return new int[table.shape().leftWidth()];
        }

        @Override
        public boolean isMovable() {
            return true;
        }

        @Override
        public String place() {
            return "query->" + table.field() + ".";
        }
    }

    /** A place in an array over the keys; the array's own struct is a local variable. */
    final class Dense implements Finder {
        private final JoinTable table;
        private final String partner;
        private final boolean exact;
        private final String map;

        Dense(JoinTable table, Place place, String partner, boolean exact) {
            this.table = table;
            this.partner = partner;
            this.exact = exact;
            this.map = place.names().unique(table.field() + "_map");
            place.begin()
                    .declaration(
                            CExpr.name(CType.INT64, map),
                            "const flare_dense $ = *query->$;",
                            map,
                            table.field());
        }

        @Override
        public CExpr find(CWriter c, List<Cell> left, String at) {
            if (exact && table.kind() == JoinTable.Kind.SET) {
                return CExpr.truth(true);
            }
            KeyColumn key = table.keys().get(0);
            Value value = key.stored(c, left.get(table.pair(key).left()));
            CExpr valid = exact ? CExpr.truth(true) : value.valid();
            CExpr code = value.code();
            if (table.kind() == JoinTable.Kind.SET) {
                return valid.and(CExpr.call(CType.BOOL, "flare_dense_has", "&" + map, code));
            }
            String function = exact ? "flare_dense_row" : "flare_dense_find";
            CExpr call = CExpr.call(CType.INT64, function, "&" + map, code);
            CExpr name = CExpr.name(CType.INT64, partner);
            if (valid.isTrue()) {
                c.declaration(name, "const struct $ *const $ = $;", table.tag(), partner, call);
            } else {
                c.declaration(
                        name,
                        "const struct $ *const $ = $ ? $ : 0;",
                        table.tag(),
                        partner,
                        valid,
                        call);
            }
            c.note(table.note() + " probe");
            return exact ? CExpr.truth(true) : Found.exists(partner);
        }

        @Override
        public boolean isCertain() {
            return exact;
        }

        @Override
        public int[] uses() {
            int[] uses = new int[table.shape().leftWidth()];
            uses[table.pair(table.keys().get(0)).left()]++;
            return uses;
        }

        @Override
        public boolean isMovable() {
            return false;
        }

        @Override
        public String place() {
            return partner + "->";
        }
    }
}
