package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.Positions;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.emit.expression.Expressions;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Raising;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.ExpressionText;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A predicate of its own as a filter stage: once per dictionary entry where it reads one column,
 * else for rows that are left.
 */
final class KeepFunction {
    private static final int MOST_COLUMNS = 8;

    /** More stages would call more functions than their order is worth. */
    static final int MOST_FUNCTIONS = 16;

    private static final int PLAIN = 60;

    private final Context context;
    private final List<Column> columns;
    private final List<Integer> read;
    private final String node;
    private final Names names;
    private final Map<Integer, Value> values = new HashMap<>();
    private final CWriter arrays = new CWriter().deeper();

    private KeepFunction(Context context, List<Column> columns, List<Integer> read, String node) {
        this.context = context;
        this.columns = columns;
        this.read = read;
        this.node = node;
        this.names = context.globals().inner();
        for (int i = 0; i < read.size(); i++) {
            values.put(read.get(i), declare(i, columns.get(read.get(i))));
        }
    }

    /** The function's name, where the predicate can be a stage. */
    static Optional<String> of(
            Context context,
            List<Column> columns,
            String node,
            Expression conjunct,
            List<Integer> read) {
        boolean one = read.size() == 1;
        boolean strings =
                read.stream()
                        .anyMatch(
                                column -> Machine.type(columns.get(column).type()) == CType.STRING);
        boolean nullable = one && columns.get(read.get(0)).nullable();
        if (read.isEmpty()
                || read.size() > MOST_COLUMNS
                || !one && strings
                || nullable && !Raising.isStrict(conjunct)) {
            return Optional.empty();
        }
        Context scratch =
                new Context(
                        new Parameters(),
                        new Positions(),
                        context.globals().inner(),
                        new CWriter());
        KeepFunction probe = new KeepFunction(scratch, columns, read, node);
        if (!Raising.isSafe(conjunct, probe.expressions(new CWriter()))) {
            return Optional.empty();
        }
        return Optional.of(new KeepFunction(context, columns, read, node).write(conjunct));
    }

    /** One column is seen without NULLs; of several, validity is read. */
    private Value declare(int at, Column column) {
        CType type = Machine.type(column.type());
        CExpr array = CExpr.name(type, names.fromUser(column.name(), "value"));
        arrays.declaration(array, "const $ *const $ = columns[$].values;", type.stored(), array, at)
                .note(column.type().toString());
        CExpr valid = CExpr.truth(true);
        if (column.nullable() && read.size() > 1) {
            CExpr flags = CExpr.name(CType.BOOL, names.unique(array.text() + "_valid"));
            arrays.declaration(flags, "const uint8_t *const $ = columns[$].valid;", flags, at);
            valid = CExpr.name(CType.BOOL, flags.text() + "[row]");
        }
        CExpr code = CExpr.name(type, array.text() + "[row]");
        CExpr value = type == CType.BOOL ? code.compare("!=", CExpr.number(CType.BOOL, 0)) : code;
        return new Value(value, valid, Machine.range(column.type()), Value.Hazard.NONE);
    }

    private Expressions expressions(CWriter c) {
        return new Expressions(context, names, (index, writer) -> values.get(index), node, c);
    }

    private String write(Expression conjunct) {
        String name =
                context.globals().unique("keep_" + Names.readable(columns.get(read.get(0)).name()));
        CWriter loop = new CWriter().deeper().deeper();
        CExpr truth = expressions(loop).truth(conjunct);
        CWriter body = new CWriter().deeper();
        body.block("for (int32_t row = 0; row < rows; row++)", () -> test(body, loop, truth));
        body.line("return flare_worker_status(worker);");
        CWriter whole = new CWriter().deeper();
        if (body.mentions("parameters") || loop.mentions("parameters")) {
            whole.line("const struct parameters *const parameters = argument;");
        } else {
            whole.line("(void)argument;");
        }
        whole.add(arrays).blank().add(body).dropUnused();
        String text = CComment.escape(node + ": " + ExpressionText.of(conjunct, columns), 90);
        context.functions()
                .function(
                        text,
                        "static flare_status $(flare_worker *worker, const void *argument, const flare_vector *columns, int32_t rows, uint8_t *keep)",
                        whole,
                        name);
        return name;
    }

    private static void test(CWriter c, CWriter before, CExpr truth) {
        if (before.isEmpty() && truth.text().length() < PLAIN) {
            c.line("keep[row] &= (uint8_t)($);", truth);
            return;
        }
        c.block("if (!keep[row])", () -> c.line("continue;"));
        c.add(before);
        c.line("keep[row] = $;", truth);
    }
}
