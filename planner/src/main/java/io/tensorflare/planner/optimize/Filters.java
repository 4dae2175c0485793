package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.translate.Conjuncts;
import java.util.ArrayList;
import java.util.List;

/** Puts conditions over a plan, into its scan where it is one. */
final class Filters {
    private Filters() {}

    static Plan over(Plan plan, List<Expression> conjuncts) {
        List<Expression> added = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            Expression shape = Shape.of(conjunct);
            if (existing(plan).stream().noneMatch(known -> Shape.of(known).equals(shape))
                    && added.stream().noneMatch(known -> Shape.of(known).equals(shape))) {
                added.add(conjunct);
            }
        }
        if (added.isEmpty()) {
            return plan;
        }
        List<Expression> all = new ArrayList<>(existing(plan));
        all.addAll(added);
        if (plan instanceof Plan.Scan scan) {
            return new Plan.Scan(
                    scan.table(),
                    scan.fields(),
                    Conjuncts.cheapestFirst(all),
                    scan.rows(),
                    scan.position());
        }
        return plan instanceof Plan.Filter filter
                ? new Plan.Filter(filter.input(), all)
                : new Plan.Filter(plan, Conjuncts.cheapestFirst(all));
    }

    private static List<Expression> existing(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return scan.filters();
        }
        return plan instanceof Plan.Filter filter ? filter.conjuncts() : List.of();
    }
}
