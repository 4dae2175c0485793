package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What is expected of a join. An equality keeps one pair in as many as the larger domain has
 * values; a domain is no larger than the interval that both columns share; several equalities
 * between two tables keep no fewer than one in as many as the smaller table has rows. Rows of which
 * a semi join says that they have partners have them.
 */
final class JoinEstimate {
    private final Plan.Join join;
    private final Estimate left;
    private final Estimate right;
    private final JoinCondition condition;

    private JoinEstimate(Plan.Join join, Estimate left, Estimate right) {
        this.join = join;
        this.left = left;
        this.right = right;
        condition = JoinCondition.of(join);
    }

    static Estimate of(Plan.Join join, Estimate left, Estimate right) {
        return new JoinEstimate(join, left, right).estimate();
    }

    private Estimate estimate() {
        double pairs = pairs();
        return switch (join.kind()) {
            case INNER -> inner(pairs);
            case LEFT -> outer(Math.max(pairs, left.rows()), 0, 1 - partnered(true));
            case RIGHT -> outer(Math.max(pairs, right.rows()), 1 - partnered(false), 0);
            case FULL ->
                    outer(
                            Math.max(pairs, left.rows() + right.rows() * (1 - partnered(false))),
                            0.1,
                            0.1);
            case SEMI -> left.among(left.rows() * partnered(true));
            case ANTI -> left.among(left.rows() * Math.max(0.05, 1 - partnered(true)));
            case RIGHT_SEMI -> right.among(right.rows() * partnered(false));
            case RIGHT_ANTI -> right.among(right.rows() * Math.max(0.05, 1 - partnered(false)));
            case MARK -> {
                List<ColumnEstimate> columns = new ArrayList<>(left.columns());
                columns.add(
                        new ColumnEstimate(
                                2,
                                2,
                                Optional.of(new Range(0, 1)),
                                0,
                                new ColumnEstimate.Source(left.rows())));
                yield new Estimate(left.rows(), columns, left.keys());
            }
        };
    }

    /** How many pairs the condition is expected to be true for. */
    private double pairs() {
        if (join.right() instanceof Plan.Join semi
                && semi.kind() == Plan.Join.Kind.SEMI
                && semi.right().equals(join.left())) {
            return right.rows();
        }
        double rows = left.rows() * right.rows();
        Domains domains = new Domains();
        for (JoinCondition.Equality equality : condition.equalities()) {
            domains.add(
                    Estimator.expression(equality.left(), left),
                    Estimator.expression(equality.right(), right));
        }
        return rows / domains.product() * rest();
    }

    private double rest() {
        return condition.rest().isEmpty() ? 1 : Selectivity.of(both(1), condition.rest());
    }

    private Estimate both(double rows) {
        List<ColumnEstimate> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        return new Estimate(rows, columns, List.of());
    }

    /** The part of one side's rows that has a partner. */
    private double partnered(boolean ofLeft) {
        double part = rest() < 1 ? 0.8 : 1;
        Estimate other = ofLeft ? right : left;
        if (condition.equalities().isEmpty()) {
            return other.rows() < 1 ? other.rows() : Math.min(1, other.rows() * rest());
        }
        double values = 1;
        Domains domains = new Domains();
        for (JoinCondition.Equality equality : condition.equalities()) {
            ColumnEstimate a = Estimator.expression(equality.left(), left);
            ColumnEstimate b = Estimator.expression(equality.right(), right);
            domains.add(a, b);
            values *= Math.max(1, (ofLeft ? b : a).distinct());
        }
        return part * Math.min(1, Math.min(values, other.rows()) / domains.product());
    }

    private Estimate inner(double pairs) {
        List<ColumnEstimate> columns = new ArrayList<>();
        columns.addAll(left.columns());
        columns.addAll(right.columns());
        int width = left.columns().size();
        for (JoinCondition.Equality equality : condition.equalities()) {
            if (equality.isOfColumns()) {
                equalise(columns, equality.leftColumn(), width + equality.rightColumn());
            }
        }
        return new Estimate(pairs, columns, keys(width)).among(pairs);
    }

    /** Two columns that are equal have the smaller's values. */
    private static void equalise(List<ColumnEstimate> columns, int a, int b) {
        ColumnEstimate first = columns.get(a);
        ColumnEstimate second = columns.get(b);
        double distinct = Math.min(first.distinct(), second.distinct());
        double domain = Math.min(first.domain(), second.domain());
        Optional<Range> range =
                first.range().isPresent() && second.range().isPresent()
                        ? Optional.of(first.range().get().and(second.range().get()))
                        : first.range().or(second::range);
        columns.set(a, new ColumnEstimate(distinct, domain, range, 0, first.source()));
        columns.set(b, new ColumnEstimate(distinct, domain, range, 0, second.source()));
    }

    /** A side's keys stay keys where each of its rows has one partner at most. */
    private List<Estimate.UniqueKey> keys(int width) {
        BitSet leftColumns = new BitSet();
        BitSet rightColumns = new BitSet();
        for (JoinCondition.Equality equality : condition.equalities()) {
            if (equality.isOfColumns()) {
                leftColumns.set(equality.leftColumn());
                rightColumns.set(equality.rightColumn());
            }
        }
        List<Estimate.UniqueKey> keys = new ArrayList<>();
        if (right.isUnique(rightColumns, true)) {
            boolean proven = right.isUnique(rightColumns, false);
            left.keys()
                    .forEach(
                            key ->
                                    keys.add(
                                            new Estimate.UniqueKey(
                                                    key.columns(), key.proven() && proven)));
        }
        if (left.isUnique(leftColumns, true)) {
            boolean proven = left.isUnique(leftColumns, false);
            Estimate.moved(right.keys(), column -> column + width)
                    .forEach(
                            key ->
                                    keys.add(
                                            new Estimate.UniqueKey(
                                                    key.columns(), key.proven() && proven)));
        }
        return keys;
    }

    private Estimate outer(double rows, double leftMissing, double rightMissing) {
        List<ColumnEstimate> columns = new ArrayList<>();
        columns.addAll(Estimator.optional(left.columns(), leftMissing));
        columns.addAll(Estimator.optional(right.columns(), rightMissing));
        List<Estimate.UniqueKey> keys =
                join.kind() == Plan.Join.Kind.FULL ? List.of() : keys(left.columns().size());
        return new Estimate(rows, columns, preserved(keys)).among(rows);
    }

    /** An outer join keeps the keys of the side whose rows it keeps. */
    private List<Estimate.UniqueKey> preserved(List<Estimate.UniqueKey> keys) {
        int width = left.columns().size();
        boolean keepsLeft = join.kind() == Plan.Join.Kind.LEFT;
        return keys.stream()
                .filter(
                        key ->
                                keepsLeft
                                        ? key.columns().length() <= width
                                        : key.columns().nextSetBit(0) >= width)
                .toList();
    }

    /** The domains of keys, those between the same two sources taken together. */
    static final class Domains {
        private record Pair(
                ColumnEstimate.Source left, ColumnEstimate.Source right, double[] product) {}

        private final List<Pair> pairs = new ArrayList<>();

        void add(ColumnEstimate left, ColumnEstimate right) {
            double domain = Math.max(domain(left, right), domain(right, left));
            for (Pair pair : pairs) {
                if (pair.left() == left.source() && pair.right() == right.source()) {
                    double cap = Math.min(left.source().rows(), right.source().rows());
                    double product = Math.max(pair.product()[0], domain);
                    pair.product()[0] =
                            Math.max(product, Math.min(cap, pair.product()[0] * domain));
                    return;
                }
            }
            pairs.add(new Pair(left.source(), right.source(), new double[] {domain}));
        }

        private static double domain(ColumnEstimate column, ColumnEstimate other) {
            double shared =
                    column.range().isPresent() && other.range().isPresent()
                            ? column.range().get().and(other.range().get()).width()
                            : Double.MAX_VALUE;
            return Math.max(1, Math.min(column.domain(), shared));
        }

        double product() {
            double product = 1;
            for (Pair pair : pairs) {
                product *= Math.max(1, pair.product()[0]);
            }
            return product;
        }
    }
}
