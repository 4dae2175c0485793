package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.translate.Columns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An input of a tree of joins. Its columns have numbers of their own in the tree, from {@code
 * first}; a mark comes last.
 */
final class JoinLeaf {
    private Plan plan;
    private Plan.Join.Kind kind;
    private final int first;
    private final List<Expression> conjuncts;
    private long needs;
    private Estimate estimate;
    private double base;

    JoinLeaf(Plan plan, Plan.Join.Kind kind, int first, List<Expression> conjuncts) {
        this.plan = plan;
        this.kind = kind;
        this.first = first;
        this.conjuncts = new ArrayList<>(conjuncts);
    }

    Plan plan() {
        return plan;
    }

    /** INNER, or how it is joined to what is on its left: LEFT, SEMI, ANTI or MARK. */
    Plan.Join.Kind kind() {
        return kind;
    }

    boolean isInner() {
        return kind == Plan.Join.Kind.INNER;
    }

    int first() {
        return first;
    }

    /** How many numbers its columns take. */
    int width() {
        return plan.columns().size() + (kind == Plan.Join.Kind.MARK ? 1 : 0);
    }

    BitSet columns() {
        BitSet columns = new BitSet();
        columns.set(first, first + width());
        return columns;
    }

    /** The condition of a join that is not inner. */
    List<Expression> conjuncts() {
        return conjuncts;
    }

    /** Leaves that must be on the left of a join that is not inner, a bit each. */
    long needs() {
        return needs;
    }

    void need(long leaves) {
        needs = leaves;
    }

    /** Makes an outer join an inner one; returns what was its condition. */
    List<Expression> becomeInner() {
        kind = Plan.Join.Kind.INNER;
        List<Expression> condition = List.copyOf(conjuncts);
        conjuncts.clear();
        return condition;
    }

    /** Lets through only rows for which conditions over the tree's numbers are true. */
    void filter(List<Expression> conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        List<Column> columns = plan.columns();
        List<Expression> own = new ArrayList<>();
        for (Expression condition : conditions) {
            Expression moved = Columns.renumber(condition, column -> column - first);
            List<Expression> references = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                references.add(Columns.reference(columns, i));
            }
            own.add(Columns.substitute(moved, references));
        }
        plan = Filters.over(plan, own);
    }

    /** Puts another plan of the same columns in its place. */
    void replace(Plan other) {
        plan = other;
    }

    /** Estimates what is left after all filters. */
    void estimate(Estimator estimator) {
        estimate = estimator.of(plan);
        base = Math.max(estimate.rows(), base(plan));
    }

    private static double base(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return scan.rows();
        }
        boolean narrows = plan instanceof Plan.Filter || plan instanceof Plan.Project;
        return narrows ? base(plan.inputs().get(0)) : 0;
    }

    Estimate estimate() {
        return estimate;
    }

    double rows() {
        return Math.max(1, estimate.rows());
    }

    /** The rows before filters. */
    double base() {
        return base;
    }

    ColumnEstimate column(int number) {
        return estimate.column(number - first);
    }
}
