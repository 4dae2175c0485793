package io.tensorflare.pipeline;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A plan as text: one line an operator, numbered, inputs below their operator and further right.
 * What is below an operator that was met before is not told again: its lines are empty.
 */
public final class PlanText {
    private PlanText() {}

    public static List<String> lines(Plan plan) {
        return lines(Node.number(plan));
    }

    public static List<String> lines(Node root) {
        List<String> lines = new ArrayList<>();
        add(root, 0, lines, Repeats.of(root));
        return lines;
    }

    private static void add(Node node, int depth, List<String> lines, Repeats repeats) {
        boolean repeated = repeats.isRepeated(node);
        lines.add(
                "#"
                        + node.number()
                        + " "
                        + "  ".repeat(depth)
                        + describe(node.plan())
                        + (repeated ? " = #" + repeats.first(node).number() : ""));
        if (repeated) {
            node.inputs().forEach(input -> skip(input, lines));
        } else {
            node.inputs().forEach(input -> add(input, depth + 1, lines, repeats));
        }
    }

    private static void skip(Node node, List<String> lines) {
        lines.add("");
        node.inputs().forEach(input -> skip(input, lines));
    }

    private static String describe(Plan plan) {
        return plan.accept(new Description());
    }

    private static final class Description implements Plan.Visitor<String> {
        @Override
        public String visit(Plan.Scan scan) {
            String columns =
                    scan.fields().stream()
                            .map(field -> field.column().name())
                            .collect(Collectors.joining(", "));
            String where =
                    scan.filters().isEmpty()
                            ? ""
                            : " where " + conjuncts(scan.filters(), scan.columns());
            return "Scan "
                    + scan.table()
                    + " ("
                    + columns
                    + ")"
                    + where
                    + ", "
                    + scan.rows()
                    + " rows";
        }

        @Override
        public String visit(Plan.Values values) {
            return "Values "
                    + values.rows().size()
                    + (values.rows().size() == 1 ? " row" : " rows");
        }

        @Override
        public String visit(Plan.Filter filter) {
            return "Filter " + conjuncts(filter.conjuncts(), filter.columns());
        }

        @Override
        public String visit(Plan.Project project) {
            List<Column> input = project.input().columns();
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < project.names().size(); i++) {
                String name = project.names().get(i);
                String text = ExpressionText.of(project.expressions().get(i), input);
                columns.add(text.equals(name) ? name : name + " = " + text);
            }
            return "Project " + String.join(", ", columns);
        }

        @Override
        public String visit(Plan.Predict predict) {
            String arguments =
                    predict.arguments().stream()
                            .map(argument -> ExpressionText.of(argument, predict.input().columns()))
                            .collect(Collectors.joining(", "));
            return "Predict "
                    + predict.name()
                    + " = "
                    + predict.model().name()
                    + "("
                    + arguments
                    + ")";
        }

        @Override
        public String visit(Plan.Aggregate aggregate) {
            List<Column> input = aggregate.input().columns();
            String keys =
                    aggregate.keys().stream()
                            .map(key -> input.get(key).name())
                            .collect(Collectors.joining(", "));
            String calls =
                    aggregate.calls().stream()
                            .map(call -> call.column().name() + " = " + call(call, input))
                            .collect(Collectors.joining(", "));
            return "Aggregate "
                    + (keys.isEmpty() ? "" : "by " + keys + (calls.isEmpty() ? "" : ": "))
                    + calls
                    + " ["
                    + groups(aggregate.aggregation())
                    + "]";
        }

        private static String groups(Aggregation aggregation) {
            if (aggregation instanceof Aggregation.Direct direct) {
                return "direct array of "
                        + direct.dimensions().size()
                        + (direct.dimensions().size() == 1 ? " dimension" : " dimensions");
            }
            return aggregation instanceof Aggregation.Hash ? "hash table" : "one group";
        }

        private static String call(AggregateCall call, List<Column> input) {
            String argument =
                    call.argument().isPresent()
                            ? input.get(call.argument().getAsInt()).name()
                            : call.kind() == AggregateCall.Kind.COUNT ? "*" : "";
            String filter =
                    call.filter().isPresent()
                            ? " filter (where " + input.get(call.filter().getAsInt()).name() + ")"
                            : "";
            return call.kind().name().toLowerCase(java.util.Locale.ROOT)
                    + "("
                    + (call.distinct() ? "distinct " : "")
                    + argument
                    + ")"
                    + filter;
        }

        @Override
        public String visit(Plan.Sort sort) {
            String keys =
                    sort.keys().stream()
                            .map(key -> key(key, sort.columns()))
                            .collect(Collectors.joining(", "));
            return "Sort " + keys + range(sort.limit(), sort.offset());
        }

        private static String key(Plan.Sort.Key key, List<Column> columns) {
            boolean down = key.direction() == Plan.Sort.Direction.DESCENDING;
            boolean nullsFirst = key.nulls() == Plan.Sort.Nulls.FIRST;
            Column column = columns.get(key.column());
            String nulls =
                    !column.nullable() || nullsFirst == down
                            ? ""
                            : nullsFirst ? " nulls first" : " nulls last";
            return column.name() + (down ? " desc" : "") + nulls;
        }

        private static String range(OptionalLong limit, long offset) {
            return (limit.isPresent() ? " limit " + limit.getAsLong() : "")
                    + (offset > 0 ? " offset " + offset : "");
        }

        @Override
        public String visit(Plan.Limit limit) {
            return "Limit" + range(limit.limit(), limit.offset());
        }

        @Override
        public String visit(Plan.Window window) {
            List<Column> columns = window.input().columns();
            String partition =
                    window.partition().stream()
                            .map(key -> columns.get(key).name())
                            .collect(Collectors.joining(", "));
            String order =
                    window.order().stream()
                            .map(key -> key(key, columns))
                            .collect(Collectors.joining(", "));
            String calls =
                    window.calls().stream()
                            .map(
                                    call ->
                                            call.column().name()
                                                    + " = "
                                                    + WindowText.of(call.function(), columns))
                            .collect(Collectors.joining(", "));
            return "Window "
                    + (partition.isEmpty()
                            ? ""
                            : "by " + partition + (order.isEmpty() ? ": " : " "))
                    + (order.isEmpty() ? "" : "order " + order + ": ")
                    + calls;
        }

        @Override
        public String visit(Plan.Union union) {
            return "Union all of " + union.inputs().size();
        }

        @Override
        public String visit(Plan.Join join) {
            return JoinText.of(join);
        }

        private static String conjuncts(List<Expression> conjuncts, List<Column> columns) {
            return conjuncts.stream()
                    .map(conjunct -> ExpressionText.within(conjunct, columns))
                    .collect(Collectors.joining(" and "));
        }
    }
}
