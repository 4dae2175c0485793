package io.tensorflare.pipeline;

import io.tensorflare.plan.Plan;
import java.math.BigInteger;

/** What rows of a plan are called, and how many there can be. */
public final class Rooted {
    /** No query gets to the end of more rows: at one a nanosecond they take thirteen days. */
    private static final BigInteger MOST_ROWS = BigInteger.ONE.shiftLeft(50);

    private Rooted() {}

    /** After the table that the rows come from, as far as it is one. */
    public static String name(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return scan.table();
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return aggregate.keys().isEmpty() ? "totals" : "groups of " + name(aggregate.input());
        }
        if (plan instanceof Plan.Values) {
            return "values";
        }
        return plan instanceof Plan.Union ? "union" : name(plan.inputs().get(0));
    }

    /** At most so many rows come out of a plan. */
    public static BigInteger rows(Plan plan) {
        return most(plan).min(MOST_ROWS);
    }

    private static BigInteger most(Plan plan) {
        return plan.accept(new MostRows());
    }

    /** Whether exactly one row comes out, whatever the files hold. */
    public static boolean isOneRow(Plan plan) {
        if (plan instanceof Plan.Project || plan instanceof Plan.Predict) {
            return isOneRow(plan.inputs().get(0));
        }
        return plan instanceof Plan.Aggregate aggregate && aggregate.keys().isEmpty()
                || plan instanceof Plan.Values values && values.rows().size() == 1;
    }

    private static final class MostRows implements Plan.Visitor<BigInteger> {
        @Override
        public BigInteger visit(Plan.Scan scan) {
            return BigInteger.valueOf(scan.rows());
        }

        @Override
        public BigInteger visit(Plan.Values values) {
            return BigInteger.valueOf(values.rows().size());
        }

        @Override
        public BigInteger visit(Plan.Filter filter) {
            return rows(filter.input());
        }

        @Override
        public BigInteger visit(Plan.Project project) {
            return rows(project.input());
        }

        @Override
        public BigInteger visit(Plan.Predict predict) {
            return rows(predict.input());
        }

        @Override
        public BigInteger visit(Plan.Aggregate aggregate) {
            return aggregate.keys().isEmpty() ? BigInteger.ONE : rows(aggregate.input());
        }

        @Override
        public BigInteger visit(Plan.Sort sort) {
            BigInteger rows = rows(sort.input());
            return sort.limit().isPresent()
                    ? rows.min(BigInteger.valueOf(sort.limit().getAsLong()))
                    : rows;
        }

        @Override
        public BigInteger visit(Plan.Limit limit) {
            BigInteger rows = rows(limit.input());
            return limit.limit().isPresent()
                    ? rows.min(BigInteger.valueOf(limit.limit().getAsLong()))
                    : rows;
        }

        @Override
        public BigInteger visit(Plan.Window window) {
            return rows(window.input());
        }

        @Override
        public BigInteger visit(Plan.Union union) {
            return union.inputs().stream()
                    .map(Rooted::rows)
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }

        @Override
        public BigInteger visit(Plan.Join join) {
            BigInteger left = rows(join.left());
            BigInteger right = rows(join.right());
            BigInteger pairs = join.method().isUnique() ? left : left.multiply(right);
            return switch (join.kind()) {
                case INNER -> pairs;
                case LEFT -> pairs.max(left);
                case RIGHT -> pairs.add(right);
                case FULL -> pairs.max(left).add(right);
                case SEMI, ANTI, MARK -> left;
                case RIGHT_SEMI, RIGHT_ANTI -> right;
            };
        }
    }
}
