package io.tensorflare.engine;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the parameters of a prepared statement from its plan. */
final class PlanParameters {
    private final Map<Integer, Type> types = new TreeMap<>();

    private PlanParameters() {}

    /** The type of each parameter, in order. */
    static List<Type> of(Plan plan) {
        PlanParameters parameters = new PlanParameters();
        parameters.plan(plan);
        List<Type> types = new ArrayList<>(parameters.types.values());
        for (int i = 0; i < types.size(); i++) {
            if (!parameters.types.containsKey(i)) {
                throw new TensorFlareException(ErrorCode.TYPE, "parameter " + (i + 1) + " is not used, so its type is unknown; leave it out");
            }
        }
        return types;
    }

    private void plan(Plan plan) {
        plan.inputs().forEach(this::plan);
        expressions(plan).forEach(this::expression);
    }

    private static List<Expression> expressions(Plan plan) {
        return plan.accept(
                new Plan.Visitor<List<Expression>>() {
                    @Override
                    public List<Expression> visit(Plan.Scan scan) {
                        return scan.filters();
                    }

                    @Override
                    public List<Expression> visit(Plan.Values values) {
                        return values.rows().stream().flatMap(List::stream).toList();
                    }

                    @Override
                    public List<Expression> visit(Plan.Filter filter) {
                        return filter.conjuncts();
                    }

                    @Override
                    public List<Expression> visit(Plan.Project project) {
                        return project.expressions();
                    }

                    @Override
                    public List<Expression> visit(Plan.Predict predict) {
                        return predict.arguments();
                    }

                    @Override
                    public List<Expression> visit(Plan.Aggregate aggregate) {
                        return List.of();
                    }

                    @Override
                    public List<Expression> visit(Plan.Sort sort) {
                        return List.of();
                    }

                    @Override
                    public List<Expression> visit(Plan.Limit limit) {
                        return List.of();
                    }

                    @Override
                    public List<Expression> visit(Plan.Union union) {
                        return List.of();
                    }

                    @Override
                    public List<Expression> visit(Plan.Join join) {
                        return List.of(join.condition());
                    }
                });
    }

    private void expression(Expression expression) {
        if (expression instanceof Expression.Parameter parameter) {
            types.put(parameter.index(), parameter.type());
        } else if (expression instanceof Expression.Call call) {
            call.operands().forEach(this::expression);
        } else if (expression instanceof Expression.Cast cast) {
            expression(cast.operand());
        } else if (expression instanceof Expression.InList in) {
            expression(in.operand());
        } else if (expression instanceof Expression.Case cases) {
            cases.branches().forEach(branch -> List.of(branch.condition(), branch.value()).forEach(this::expression));
            expression(cases.otherwise());
        }
    }
}
