package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.Constant;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.List;

/** The rows of one sort: their struct, and the sorter's field in {@code struct query}. */
record SortedRows(Node node, String tag, String field, RowStruct row) implements Batch.OfPointers {
    static SortedRows plan(Assembly assembly, Node node, List<PipelineCode> inputs) {
        Plan.Sort plan = (Plan.Sort) node.plan();
        String note = "#" + node.number();
        List<Profile> profiles = Profiles.of(Uses.of(node), inputs);
        StructFields fields = new StructFields();
        String tag = assembly.tags().unique("sorted");
        RowStruct row = new RowStruct(fields);
        for (int i = 0; i < profiles.size(); i++) {
            row.add(i, plan.columns().get(i).name(), profile(plan, i, profiles.get(i)));
        }
        row.addValidity();
        fields.declare(assembly.structs(), "One row of " + note + ".", tag);
        SortedRows rows =
                new SortedRows(
                        node, tag, assembly.query().add("flare_sorter *", "sorter", note), row);
        String table = assembly.context().globals().unique("sort_" + node.number());
        rows.declare(assembly.tables(), plan, table);
        assembly.open()
                .line(
                        "FLARE_TRY(flare_sorter_create(worker, &$, $, &query->$));",
                        table,
                        limit(assembly, plan, note),
                        rows.field());
        return rows;
    }

    /** Strings by which rows are sorted are kept as such. */
    private static Profile profile(Plan.Sort plan, int column, Profile profile) {
        return plan.keys().stream().anyMatch(key -> key.column() == column)
                ? profile.withoutIds()
                : profile;
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

    private void declare(CWriter c, Plan.Sort plan, String table) {
        c.blank();
        if (!plan.keys().isEmpty()) {
            c.table(
                    "static const flare_sort_key $_keys[] =",
                    () -> plan.keys().forEach(key -> declare(c, key)),
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
                    if (!plan.keys().isEmpty()) {
                        c.line(".keys = $_keys,", table)
                                .line(".key_count = $,", plan.keys().size());
                    }
                    if (!strings.isEmpty()) {
                        c.line(".strings = $_strings,", table)
                                .line(".string_count = $,", strings.size());
                    }
                },
                table);
    }

    private void declare(CWriter c, Plan.Sort.Key key) {
        RowStruct.Field field = row.fields().get(key.column());
        String offset =
                field.valid().isEmpty()
                        ? "-1"
                        : "FLARE_OFFSET(struct " + tag + ", " + field.valid() + ")";
        boolean descending = key.direction() == Plan.Sort.Direction.DESCENDING;
        String order =
                (descending ? ", .descending = true" : "")
                        + (key.nulls() == Plan.Sort.Nulls.FIRST ? ", .nulls_first = true" : "");
        c.line(
                "{ .type = "
                        + field.type().flareType()
                        + ", .offset = FLARE_OFFSET(struct "
                        + tag
                        + ", "
                        + field.value()
                        + "), .valid_offset = "
                        + offset
                        + order
                        + " },");
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        Batch.OfPointers.declare(c, tag, "sorted", "#" + node.number());
        return row.fields().stream().map(field -> RowStruct.cell(field, "sorted->")).toList();
    }
}
