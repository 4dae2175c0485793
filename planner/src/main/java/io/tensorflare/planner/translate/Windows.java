package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.WindowCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;

/**
 * Finds window functions in a projection and puts a {@link Plan.Window} below for each partition
 * and order that occurs; what they read is computed below those.
 */
final class Windows {
    private final StatementClock clock;

    Windows(StatementClock clock) {
        this.clock = clock;
    }

    /**
     * The expressions with what Calcite wraps around a SUM taken off: CASE WHEN COUNT(x) OVER w > 0
     * THEN SUM(x) OVER w END. Our sum is NULL of no value by itself.
     */
    static List<RexNode> unwrapped(List<RexNode> expressions) {
        RexShuttle shuttle =
                new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall call) {
                        return isWrappedSum(call)
                                ? call.getOperands().get(1)
                                : super.visitCall(call);
                    }
                };
        return shuttle.visitList(expressions);
    }

    private static boolean isWrappedSum(RexCall call) {
        if (call.getKind() != SqlKind.CASE
                || call.getOperands().size() != 3
                || !RexUtil.isNullLiteral(call.getOperands().get(2), true)
                || call.getOperands().get(0).getKind() != SqlKind.GREATER_THAN) {
            return false;
        }
        List<RexNode> test = ((RexCall) call.getOperands().get(0)).getOperands();
        RexNode value = call.getOperands().get(1);
        RexNode inner =
                value.getKind() == SqlKind.CAST ? ((RexCall) value).getOperands().get(0) : value;
        return test.get(0) instanceof RexOver count
                && count.getAggOperator().getKind() == SqlKind.COUNT
                && test.get(1) instanceof RexLiteral zero
                && zero.getValueAs(BigDecimal.class).signum() == 0
                && inner instanceof RexOver sum
                && sum.getAggOperator().getKind() == SqlKind.SUM
                && sum.getWindow().equals(count.getWindow())
                && sum.getOperands().equals(count.getOperands());
    }

    /** The input with a column for each window function in the projection's expressions. */
    Translated computed(Translated input, Project project, List<RexNode> expressions) {
        Set<RexOver> overs = in(expressions);
        if (overs.isEmpty()) {
            return input;
        }
        Below below = new Below(input.plan());
        WindowTranslator translator =
                new WindowTranslator(
                        new ExpressionTranslator(input.plan().columns(), input.predicted(), clock),
                        below);
        Map<WindowTranslator.Order, List<RexOver>> windows = new LinkedHashMap<>();
        for (RexOver over : overs) {
            windows.computeIfAbsent(translator.order(over), order -> new ArrayList<>()).add(over);
        }
        Map<RexOver, WindowTranslator.Found> functions = new HashMap<>();
        overs.forEach(over -> functions.put(over, translator.function(over)));
        Set<String> taken = new HashSet<>();
        below.columns().forEach(column -> taken.add(column.name().toLowerCase(Locale.ROOT)));
        Map<RexNode, Integer> computed = new HashMap<>(input.predicted());
        Plan plan = below.plan();
        for (Map.Entry<WindowTranslator.Order, List<RexOver>> window : windows.entrySet()) {
            List<WindowCall> calls = new ArrayList<>();
            for (RexOver over : window.getValue()) {
                WindowTranslator.Found found = functions.get(over);
                String name = Columns.unique(name(over, project, expressions, found), taken);
                computed.put(over, plan.columns().size() + calls.size());
                calls.add(
                        new WindowCall(
                                found.function(),
                                new Column(name, found.type(), found.nullable()),
                                found.position()));
            }
            plan =
                    new Plan.Window(
                            plan, window.getKey().partition(), window.getKey().keys(), calls);
        }
        return new Translated(plan, input.width(), computed);
    }

    private static Set<RexOver> in(List<RexNode> expressions) {
        Set<RexOver> overs = new LinkedHashSet<>();
        for (RexNode expression : expressions) {
            expression.accept(
                    new RexVisitorImpl<Void>(true) {
                        @Override
                        public Void visitOver(RexOver over) {
                            overs.add(over);
                            return null;
                        }
                    });
        }
        return overs;
    }

    /** The alias of a function that is a column by itself, else one of its own. */
    private static String name(
            RexOver over,
            Project project,
            List<RexNode> expressions,
            WindowTranslator.Found found) {
        int at = expressions.indexOf(over);
        String given = at < 0 ? "$" : project.getRowType().getFieldNames().get(at);
        return Columns.isInvented(given) ? found.name() : given;
    }

    /** The columns that windows read: the input's, and others computed from them. */
    static final class Below {
        private final Plan input;
        private final List<Expression> computed = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        Below(Plan input) {
            this.input = input;
        }

        /** The number of the column that holds an expression over the input. */
        int column(Expression expression) {
            if (expression instanceof Expression.ColumnReference reference) {
                return reference.index();
            }
            int known = computed.indexOf(expression);
            if (known < 0) {
                known = computed.size();
                computed.add(expression);
                names.add(Columns.nameOf(expression, "$"));
            }
            return input.columns().size() + known;
        }

        List<Column> columns() {
            return plan().columns();
        }

        Plan plan() {
            if (computed.isEmpty()) {
                return input;
            }
            List<String> all = new ArrayList<>();
            List<Expression> expressions = new ArrayList<>();
            Set<String> taken = new HashSet<>();
            for (int i = 0; i < input.columns().size(); i++) {
                expressions.add(Columns.reference(input, i));
                all.add(Columns.unique(input.columns().get(i).name(), taken));
            }
            for (int i = 0; i < computed.size(); i++) {
                expressions.add(computed.get(i));
                all.add(Columns.unique(names.get(i), taken));
            }
            return new Plan.Project(input, all, expressions);
        }
    }

    /** A place for messages: the function's, where it is known. */
    static Position position(RexOver over) {
        return Positions.of(over.getParserPosition());
    }
}
