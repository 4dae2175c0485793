package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.Constant;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one sort: their struct, and the sorter's field in {@code struct query}.
 *
 * @param valid a field for each column; empty where it is never NULL
 */
record SortedRows(
        Node node,
        String tag,
        String field,
        List<Profile> profiles,
        List<String> values,
        List<String> valid)
        implements Batch {
    static SortedRows plan(Assembly assembly, Node node, List<PipelineCode> inputs) {
        Plan.Sort plan = (Plan.Sort) node.plan();
        String note = "#" + node.number();
        List<Profile> profiles = Profiles.of(node, inputs);
        StructFields fields = new StructFields();
        String tag = assembly.tags().unique("sorted");
        List<String> values = new ArrayList<>();
        List<String> valid = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            values.add(
                    fields.add(profiles.get(i).type().stored(), plan.columns().get(i).name(), ""));
        }
        for (int i = 0; i < profiles.size(); i++) {
            valid.add(
                    profiles.get(i).nullable()
                            ? fields.add("uint8_t", values.get(i) + "_valid", "")
                            : "");
        }
        fields.declare(assembly.structs(), "One row of " + note + ".", tag);
        SortedRows rows =
                new SortedRows(
                        node,
                        tag,
                        assembly.query().add("flare_sorter *", "sorter", note),
                        profiles,
                        values,
                        valid);
        String table = assembly.context().globals().unique("sort_" + node.number());
        rows.declare(assembly.tables(), plan, table);
        CExpr limit = CExpr.number(CType.INT64, -1);
        if (plan.limit().isPresent()) {
            long most =
                    plan.limit().getAsLong() > Long.MAX_VALUE - plan.offset()
                            ? Long.MAX_VALUE
                            : plan.limit().getAsLong() + plan.offset();
            limit =
                    assembly.context()
                            .parameters()
                            .scalar(
                                    CType.INT64,
                                    "sorted_rows",
                                    note + " limit and offset",
                                    new Constant.Known(BigInteger.valueOf(most)));
        }
        assembly.open()
                .line(
                        "FLARE_TRY(flare_sorter_create(worker, &$, $, &query->$));",
                        table,
                        limit,
                        rows.field());
        return rows;
    }

    private void declare(CWriter c, Plan.Sort plan, String table) {
        c.blank();
        if (!plan.keys().isEmpty()) {
            c.table(
                    "static const flare_sort_key $_keys[] =",
                    () -> plan.keys().forEach(key -> declare(c, key)),
                    table);
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).type() == CType.STRING) {
                strings.add("FLARE_OFFSET(struct " + tag + ", " + values.get(i) + ")");
            }
        }
        if (!strings.isEmpty()) {
            c.table(
                    "static const uint32_t $_strings[] =",
                    () -> strings.forEach(string -> c.line(string + ",")),
                    table);
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
        String value = values.get(key.column());
        String flag = valid.get(key.column());
        String offset = flag.isEmpty() ? "-1" : "FLARE_OFFSET(struct " + tag + ", " + flag + ")";
        boolean descending = key.direction() == Plan.Sort.Direction.DESCENDING;
        String order =
                (descending ? ", .descending = true" : "")
                        + (key.nulls() == Plan.Sort.Nulls.FIRST ? ", .nulls_first = true" : "");
        String type = profiles.get(key.column()).type().flareType();
        c.line(
                "{ .type = "
                        + type
                        + ", .offset = FLARE_OFFSET(struct "
                        + tag
                        + ", "
                        + value
                        + "), .valid_offset = "
                        + offset
                        + order
                        + " },");
    }

    @Override
    public boolean isMovable() {
        return true;
    }

    @Override
    public String blockType() {
        return "flare_row_block";
    }

    @Override
    public void arrays(CWriter c, CWriter body) {}

    @Override
    public String rows() {
        return "block.rows";
    }

    @Override
    public boolean isDense() {
        return true;
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        c.declaration(
                        CExpr.name(CType.INT64, "sorted"),
                        "const struct $ *const sorted = block.row[row];",
                        tag)
                .note("#" + node.number());
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            CExpr code = CExpr.name(profiles.get(i).type(), "sorted->" + values.get(i));
            CExpr read =
                    code.type() == CType.BOOL
                            ? code.compare("!=", CExpr.number(CType.BOOL, 0))
                            : code;
            CExpr present =
                    valid.get(i).isEmpty()
                            ? CExpr.truth(true)
                            : CExpr.name(CType.BOOL, "sorted->" + valid.get(i))
                                    .compare("!=", CExpr.number(CType.BOOL, 0));
            cells.add(
                    Cell.of(new Value(read, present, profiles.get(i).range(), Value.Hazard.NONE)));
        }
        return cells;
    }
}
