package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.Constant;
import io.tensorflare.emit.ParameterSlot;
import io.tensorflare.emit.expression.Constants;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.Source;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Constant rows: arrays among the parameters. */
final class ValuesRows {
    private final Source.Values source;
    private final Plan.Values plan;
    private final Place place;
    private final String note;

    ValuesRows(Source.Values source, Place place) {
        this.source = source;
        this.plan = source.plan();
        this.place = place;
        this.note = "#" + source.node().number();
    }

    void produce(CWriter c, BiConsumer<CWriter, Batch> consumer) {
        if (plan.rows().size() == 1) {
            consumer.accept(c, new One());
            return;
        }
        Constant.Known rows = new Constant.Known(BigInteger.valueOf(plan.rows().size()));
        CExpr total =
                place.context().parameters().scalar(CType.INT64, "row_count", note + " rows", rows);
        c.block(
                "for (int64_t start = 0; start < $; start += FLARE_BLOCK)",
                () -> {
                    c.line("const int32_t count = flare_block_rows($ - start);", total);
                    CWriter inside = c.inner();
                    Many many = new Many();
                    consumer.accept(inside, many);
                    many.declare(c, inside);
                    c.blank();
                    c.add(inside);
                },
                total);
    }

    /** A single row needs no array. */
    private final class One implements Batch {
        @Override
        public String rows() {
            return "1";
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < plan.columns().size(); i++) {
                Expression expression = plan.rows().get(0).get(i);
                String name = plan.columns().get(i).name();
                cells.add(
                        uses[i] == 0
                                ? Cell.unused()
                                : Cell.lazily(
                                        writer ->
                                                place.expressions(List.of(), note, writer)
                                                        .constant(expression, name)));
            }
            return cells;
        }
    }

    /** Rows in arrays, a block at a time. */
    private final class Many implements Batch {
        private final String[] values = new String[plan.columns().size()];
        private final String[] fields = new String[plan.columns().size()];
        private final String[] valid = new String[plan.columns().size()];
        private final String[] validFields = new String[plan.columns().size()];

        @Override
        public String rows() {
            return "count";
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < plan.columns().size(); i++) {
                cells.add(uses[i] == 0 ? Cell.unused() : cell(i));
            }
            return cells;
        }

        private Cell cell(int index) {
            Column column = plan.columns().get(index);
            CType type = Machine.type(column.type());
            if (values[index] == null) {
                List<Constant> constants =
                        plan.rows().stream().map(row -> constant(row.get(index))).toList();
                values[index] = place.names().fromUser(column.name(), "column_" + (index + 1));
                fields[index] =
                        place.context()
                                .parameters()
                                .array(
                                        column.name(),
                                        note,
                                        new ParameterSlot.Array(
                                                type, constants, ParameterSlot.Order.AS_GIVEN));
                if (column.nullable()) {
                    valid[index] = place.names().unique(values[index] + "_valid");
                    validFields[index] =
                            place.context()
                                    .parameters()
                                    .presenceArray(
                                            column.name() + "_valid",
                                            note,
                                            new ParameterSlot.PresenceArray(constants));
                }
            }
            CExpr stored = CExpr.name(type, values[index] + "[row]");
            CExpr code =
                    type == CType.BOOL ? stored.compare("!=", CExpr.number(CType.BOOL, 0)) : stored;
            CExpr present =
                    valid[index] == null
                            ? CExpr.truth(true)
                            : CExpr.name(CType.BOOL, valid[index] + "[row]");
            Cell cell =
                    Cell.of(
                            new Value(
                                    code,
                                    present,
                                    Machine.range(column.type()),
                                    Value.Hazard.NONE));
            return cell.withVector(
                    new Cell.Vector(type, values[index], valid[index] == null ? "" : valid[index]));
        }

        /** Declares the arrays that {@code body} mentions. */
        void declare(CWriter c, CWriter body) {
            Set<String> words = body.words();
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null && words.contains(values[i])) {
                    String stored = Machine.type(plan.columns().get(i).type()).stored();
                    c.line(
                            "const $ *const $ = (const $ *)parameters->$.values + start;",
                            stored,
                            values[i],
                            stored,
                            fields[i]);
                }
                if (valid[i] != null && words.contains(valid[i])) {
                    c.line(
                            "const uint8_t *const $ = (const uint8_t *)parameters->$.values + start;",
                            valid[i],
                            validFields[i]);
                }
            }
        }
    }

    private static Constant constant(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return Constants.of(literal);
        }
        if (expression instanceof Expression.Parameter parameter) {
            return new Constant.Prepared(parameter.index(), parameter.type());
        }
        return Constant.NULL;
    }
}
