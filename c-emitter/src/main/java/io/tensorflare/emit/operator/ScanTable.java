package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.ParameterSlot;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.pipeline.Source;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A scan of the program: its tables of columns and filters, and its blocks as batches. */
final class ScanTable {
    private final Source.Scan source;
    private final String name;
    private final List<ScanColumn> columns = new ArrayList<>();
    private Filters filters;

    ScanTable(Source.Scan source, Names globals) {
        this.source = source;
        String readable = Names.readable(source.plan().table());
        this.name =
                globals.prefix(
                        readable.length() > 20
                                ? readable.substring(readable.length() - 20)
                                : readable,
                        "table",
                        "_columns",
                        "_filters",
                        "_scan");
        source.plan().fields().forEach(field -> columns.add(new ScanColumn(field)));
    }

    Source.Scan source() {
        return source;
    }

    List<ScanColumn> columns() {
        return columns;
    }

    String name() {
        return name;
    }

    /** Divides the conjuncts between stages and loop. */
    void takeFilters(Context context) {
        String node = "#" + source.node().number();
        filters = new Filters(source.columns(), node, context.parameters());
        filters.take(
                source.filters(),
                (conjunct, read) ->
                        filters.size() < KeepFunction.MOST_FUNCTIONS
                                ? KeepFunction.of(context, source.columns(), node, conjunct, read)
                                : Optional.empty());
    }

    Filters filters() {
        return filters;
    }

    /** Writes the tables that the contents page points to. */
    void declare(CWriter c, Parameters parameters) {
        c.blank();
        if (!columns.isEmpty()) {
            c.table(
                    "static const flare_column $_columns[] =",
                    () -> columns.forEach(column -> declare(c, parameters, column)),
                    name);
        }
        filters.declare(c, name);
        c.blank();
        c.line("static const flare_scan $_scan = {", name);
        if (!columns.isEmpty()) {
            c.line("    .columns = $_columns,", name);
        }
        c.line("    .column_count = $,", columns.size());
        if (!filters.isEmpty()) {
            c.line("    .filters = $_filters,", name);
        }
        c.line("};");
    }

    private void declare(CWriter c, Parameters parameters, ScanColumn column) {
        StringBuilder flags = new StringBuilder();
        String field = Names.readable(column.field().column().name());
        flags.append(column.nullable() ? ", .nullable = true" : "");
        flags.append(column.isRead() ? "" : ", .filter_only = true");
        flags.append(column.isPreloaded() ? ", .preload_ids = true" : "");
        String ids =
                column.ids()
                        .map(space -> ", .ids = FLARE_OFFSET(struct query, " + space.field() + ")")
                        .orElse("");
        String range =
                column.isClaimed() && column.isRead()
                        ? ", .has_range = true, .range = FLARE_OFFSET(struct parameters, "
                                + rangeField(parameters, column)
                                + ")"
                        : "";
        String text =
                "{ .name = \""
                        + field
                        + "\", .type = "
                        + column.type().flareType()
                        + flags
                        + ids
                        + range
                        + " },";
        c.line(text.replace("$", ""));
        c.note(note(column));
    }

    private static String note(ScanColumn column) {
        return column.field().column().type().toString();
    }

    private String rangeField(Parameters parameters, ScanColumn column) {
        ColumnStatistics statistics = column.field().statistics();
        long from = statistics.minimum().getAsLong();
        long to = statistics.maximum().getAsLong();
        String note = "#" + source.node().number() + " claimed " + from + " .. " + to;
        return parameters.range(
                column.field().column().name() + "_claim", note, ParameterSlot.between(from, to));
    }

    /**
     * The rows of a block; {@code arrays} writes the pointers that the finished body turns out to
     * use.
     */
    final class Block implements Batch {
        private final Names names;
        private final String[] values = new String[columns.size()];
        private final String[] valid = new String[columns.size()];

        Block(Names names) {
            this.names = names;
        }

        @Override
        public boolean isMovable() {
            return true;
        }

        @Override
        public String blockType() {
            return "flare_block";
        }

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
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(uses[i] > 0 ? cell(i) : Cell.unused());
            }
            return cells;
        }

        private Cell cell(int index) {
            ScanColumn column = columns.get(index);
            column.read();
            if (values[index] == null) {
                values[index] =
                        names.fromUser(column.field().column().name(), "column_" + (index + 1));
            }
            if (column.nullable() && valid[index] == null) {
                valid[index] = names.unique(values[index] + "_valid");
            }
            CExpr validity =
                    column.nullable()
                            ? CExpr.name(CType.BOOL, valid[index] + "[row]")
                            : CExpr.truth(true);
            CExpr code = CExpr.name(column.type(), values[index] + "[row]");
            if (column.ids().isPresent()) {
                return Cell.ofId(column.ids().get(), code, validity);
            }
            Hazard hazard = Hazard.NONE;
            Value value = new Value(code, validity, column.range(), hazard);
            return Cell.of(value)
                    .withVector(
                            new Cell.Vector(
                                    column.type(),
                                    values[index],
                                    column.nullable() ? valid[index] : ""));
        }

        @Override
        public void arrays(CWriter c, CWriter body) {
            Set<String> words = body.words();
            for (int i = 0; i < columns.size(); i++) {
                String stored = columns.get(i).type().stored();
                if (values[i] != null && words.contains(values[i])) {
                    c.line("const $ *const $ = block.columns[$].values;", stored, values[i], i)
                            .note(type(i));
                }
                if (valid[i] != null && words.contains(valid[i])) {
                    c.line("const uint8_t *const $ = block.columns[$].valid;", valid[i], i);
                }
            }
        }

        private String type(int index) {
            Type type = columns.get(index).field().column().type();
            return type.toString();
        }
    }

    Optional<ScanColumn> column(int index) {
        return index < columns.size() ? Optional.of(columns.get(index)) : Optional.empty();
    }
}
