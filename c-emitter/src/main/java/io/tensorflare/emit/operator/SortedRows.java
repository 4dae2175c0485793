package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.Constant;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** The rows of one sort: their struct, and the sorter's field in {@code struct query}. */
record SortedRows(Node node, String tag, String field, RowStruct row) implements Batch.OfPointers {
    static SortedRows plan(Assembly assembly, Node node, List<PipelineCode> inputs, Uses uses) {
        Plan.Sort plan = (Plan.Sort) node.plan();
        int[] needed = uses.sorted(node);
        List<Profile> profiles = new ArrayList<>(Profiles.of(needed, inputs));
        plan.keys().forEach(key -> keepText(profiles, key.column()));
        CExpr limit = limit(assembly, plan, "#" + node.number());
        return plan(assembly, node, needed, profiles, plan.keys(), limit, "sorted", fields -> {});
    }

    /** Strings by which rows are sorted are kept as such. */
    static void keepText(List<Profile> profiles, int column) {
        profiles.set(column, profiles.get(column).withoutIds());
    }

    /**
     * The rows of a node's input in the order of keys.
     *
     * @param needed how often each column is read; what nobody reads is not kept
     * @param more adds fields of the node's own to the struct
     */
    static SortedRows plan(
            Assembly assembly,
            Node node,
            int[] needed,
            List<Profile> profiles,
            List<Plan.Sort.Key> keys,
            CExpr limit,
            String name,
            Consumer<StructFields> more) {
        String note = "#" + node.number();
        StructFields fields = new StructFields();
        String tag = assembly.tags().unique(name);
        RowStruct row = new RowStruct(fields);
        List<Column> columns = node.plan().inputs().get(0).columns();
        for (int i = 0; i < profiles.size(); i++) {
            if (needed[i] > 0) {
                row.add(i, columns.get(i).name(), profiles.get(i));
            }
        }
        row.addValidity();
        more.accept(fields);
        if (fields.isEmpty()) {
            fields.add("uint8_t", "unread", "");
        }
        fields.declare(assembly.structs(), "One row of " + note + ".", tag);
        SortedRows rows =
                new SortedRows(
                        node, tag, assembly.query().add("flare_sorter *", "sorter", note), row);
        String table = assembly.context().globals().unique("sort_" + node.number());
        rows.declare(assembly.tables(), keys, table);
        assembly.open()
                .line(
                        "FLARE_TRY(flare_sorter_create(worker, &$, $, &query->$));",
                        table,
                        limit,
                        rows.field());
        return rows;
    }

    /** The columns that the rows hold. */
    List<Column> columns() {
        return node.plan().inputs().get(0).columns();
    }

    private static CExpr limit(Assembly assembly, Plan.Sort plan, String note) {
        if (plan.limit().isEmpty()) {
            return CExpr.number(CType.INT64, -1);
        }
        long limit = plan.limit().getAsLong();
        long most = limit > Long.MAX_VALUE - plan.offset() ? Long.MAX_VALUE : limit + plan.offset();
        return assembly.context()
                .parameters()
                .scalar(
                        CType.INT64,
                        "sorted_rows",
                        note + " limit and offset",
                        new Constant.Known(BigInteger.valueOf(most)));
    }

    private void declare(CWriter c, List<Plan.Sort.Key> keys, String table) {
        c.blank();
        if (!keys.isEmpty()) {
            c.table(
                    "static const flare_sort_key $_keys[] =",
                    () -> keys.forEach(key -> declare(c, key)),
                    table);
        }
        List<String> strings = row.strings(tag);
        if (!strings.isEmpty()) {
            c.table("static const uint32_t $_strings[] =", () -> strings.forEach(c::line), table);
        }
        c.table(
                "static const flare_sort $ =",
                () -> {
                    c.line(".row_size = sizeof(struct $),", tag);
                    if (!keys.isEmpty()) {
                        c.line(".keys = $_keys,", table).line(".key_count = $,", keys.size());
                    }
                    if (!strings.isEmpty()) {
                        c.line(".strings = $_strings,", table)
                                .line(".string_count = $,", strings.size());
                    }
                },
                table);
    }

    private void declare(CWriter c, Plan.Sort.Key key) {
        c.line("{ " + sortKey(key, key.column()) + " },");
    }

    /** The fields of a flare_sort_key that finds a key's values in some column. */
    String sortKey(Plan.Sort.Key key, int column) {
        RowStruct.Field field = row.field(column).orElseThrow();
        String offset =
                field.valid().isEmpty()
                        ? "-1"
                        : "FLARE_OFFSET(struct " + tag + ", " + field.valid() + ")";
        boolean descending = key.direction() == Plan.Sort.Direction.DESCENDING;
        String order =
                (descending ? ", .descending = true" : "")
                        + (key.nulls() == Plan.Sort.Nulls.FIRST ? ", .nulls_first = true" : "");
        return ".type = "
                + field.type().flareType()
                + ", .offset = FLARE_OFFSET(struct "
                + tag
                + ", "
                + field.value()
                + "), .valid_offset = "
                + offset
                + order;
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        Batch.OfPointers.declare(c, tag, "sorted", "#" + node.number());
        return cells("sorted");
    }

    /** The columns of the row that a C variable points to. */
    List<Cell> cells(String pointer) {
        List<Cell> cells = new ArrayList<>(Collections.nCopies(columns().size(), Cell.unused()));
        row.fields()
                .forEach(field -> cells.set(field.column(), RowStruct.cell(field, pointer + "->")));
        return cells;
    }
}
