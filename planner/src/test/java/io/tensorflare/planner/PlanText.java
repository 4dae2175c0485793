package io.tensorflare.planner;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.stream.Collectors;

/** A plan as indented text, for tests to compare. */
final class PlanText implements Plan.Visitor<String> {
    static String of(Plan plan) {
        return indented(plan, "").stripTrailing();
    }

    private static String indented(Plan plan, String indent) {
        StringBuilder text =
                new StringBuilder(indent).append(plan.accept(new PlanText())).append('\n');
        plan.inputs().forEach(input -> text.append(indented(input, indent + "  ")));
        return text.toString();
    }

    private static String list(Iterable<Expression> expressions) {
        StringBuilder text = new StringBuilder();
        for (Expression expression : expressions) {
            text.append(text.isEmpty() ? "" : ", ").append(ExpressionText.of(expression));
        }
        return text.toString();
    }

    @Override
    public String visit(Plan.Scan scan) {
        String columns =
                scan.fields().stream()
                        .map(field -> field.column().name())
                        .collect(Collectors.joining(", ", "(", ")"));
        return "Scan "
                + scan.table()
                + columns
                + (scan.filters().isEmpty() ? "" : " where " + list(scan.filters()));
    }

    @Override
    public String visit(Plan.Values values) {
        return "Values "
                + values.columns()
                + " "
                + values.rows().stream().map(PlanText::list).collect(Collectors.joining("; "));
    }

    @Override
    public String visit(Plan.Filter filter) {
        return "Filter " + list(filter.conjuncts());
    }

    @Override
    public String visit(Plan.Project project) {
        StringBuilder text = new StringBuilder("Project");
        for (int i = 0; i < project.names().size(); i++) {
            text.append(i == 0 ? " " : ", ")
                    .append(project.names().get(i))
                    .append(" = ")
                    .append(ExpressionText.of(project.expressions().get(i)));
        }
        return text.toString();
    }

    @Override
    public String visit(Plan.Predict predict) {
        return "Predict "
                + predict.name()
                + " = "
                + predict.model().name()
                + "("
                + list(predict.arguments())
                + ")";
    }

    @Override
    public String visit(Plan.Aggregate aggregate) {
        String keys =
                aggregate.keys().stream()
                        .map(key -> aggregate.input().columns().get(key).name())
                        .collect(Collectors.joining(", "));
        String calls =
                aggregate.calls().stream()
                        .map(call -> call(call, aggregate.input()))
                        .collect(Collectors.joining(", "));
        return "Aggregate by (" + keys + "): " + calls + " " + aggregate.aggregation();
    }

    private static String call(AggregateCall call, Plan input) {
        String argument =
                call.argument().isPresent()
                        ? input.columns().get(call.argument().getAsInt()).name()
                        : "*";
        String filter =
                call.filter().isPresent()
                        ? " if " + input.columns().get(call.filter().getAsInt()).name()
                        : "";
        return call.column()
                + " = "
                + call.kind()
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
                        .map(
                                key ->
                                        sort.columns().get(key.column()).name()
                                                + " "
                                                + key.direction()
                                                + " nulls "
                                                + key.nulls())
                        .collect(Collectors.joining(", "));
        return "Sort "
                + keys
                + limit(sort.limit().isPresent() ? sort.limit().getAsLong() : -1, sort.offset());
    }

    private static String limit(long limit, long offset) {
        return (limit < 0 ? "" : " limit " + limit) + (offset == 0 ? "" : " offset " + offset);
    }

    @Override
    public String visit(Plan.Limit limit) {
        return "Limit"
                + limit(limit.limit().isPresent() ? limit.limit().getAsLong() : -1, limit.offset());
    }

    @Override
    public String visit(Plan.Window window) {
        return "Window " + String.join(", ", WindowSql.of(window));
    }

    @Override
    public String visit(Plan.Union union) {
        return "Union " + union.columns();
    }

    @Override
    public String visit(Plan.Join join) {
        return "Join " + join.kind() + " on " + ExpressionText.of(join.condition());
    }
}
