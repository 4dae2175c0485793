package io.tensorflare.planner.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the cheapest order: dynamic programming over all sets of leaves, greedy where there are too
 * many. The cost counts rows that come out, rows kept in memory, rows that pass by, and pairs that
 * are tested one by one where no index can find them.
 */
final class JoinSearch {
    private static final int MOST_EXACT = 12;
    private static final double BUILD = 1.5;
    private static final double PROBE = 0.5;

    /** A join of two sets of leaves; the right one is kept. A single leaf has neither. */
    record Step(long left, long right, double cost) {}

    private final JoinProblem problem;
    private final Cardinality cardinality;
    private final Map<Long, Step> best = new HashMap<>();
    private final int count;

    private JoinSearch(JoinProblem problem) {
        this.problem = problem;
        cardinality = new Cardinality(problem);
        count = problem.leaves().size();
    }

    /** The best step for every set that the whole needs, by its bits. */
    static Map<Long, Step> steps(JoinProblem problem) {
        JoinSearch search = new JoinSearch(problem);
        for (int i = 0; i < search.count; i++) {
            search.best.put(1L << i, new Step(0, 0, 0));
        }
        long all = (1L << search.count) - 1;
        if (search.count <= MOST_EXACT) {
            search.exact(all);
        }
        if (!search.best.containsKey(all)) {
            search.greedy(all);
        }
        return search.best;
    }

    private void exact(long all) {
        for (long set = 3; set <= all; set++) {
            if (Long.bitCount(set) < 2) {
                continue;
            }
            for (long left = (set - 1) & set; left > 0; left = (left - 1) & set) {
                consider(left, set ^ left, false);
            }
            if (!best.containsKey(set)) {
                considerCrossProducts(set, all);
            }
        }
    }

    /** Without a condition only with sides of one row, or where nothing else is left. */
    private void considerCrossProducts(long set, long all) {
        for (long left = (set - 1) & set; left > 0; left = (left - 1) & set) {
            long right = set ^ left;
            if (best.containsKey(right) && (set == all || cardinality.rows(right) <= 1.5)) {
                consider(left, right, true);
            }
        }
    }

    private void greedy(long all) {
        List<Long> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sets.add(1L << i);
        }
        while (sets.size() > 1) {
            long[] pair = cheapest(sets, false);
            if (pair == null) {
                pair = cheapest(sets, true);
            }
            if (pair == null) {
                throw new IllegalStateException("no order for " + count + " tables");
            }
            sets.remove((Long) pair[0]);
            sets.remove((Long) pair[1]);
            best.remove(pair[0] | pair[1]);
            consider(pair[0], pair[1], true);
            sets.add(pair[0] | pair[1]);
        }
    }

    private long[] cheapest(List<Long> sets, boolean crossed) {
        long[] pair = null;
        double least = Double.POSITIVE_INFINITY;
        for (long left : sets) {
            for (long right : sets) {
                if (left == right || !isPossible(left, right, crossed)) {
                    continue;
                }
                double cost = step(left, right).cost();
                if (cost < least) {
                    least = cost;
                    pair = new long[] {left, right};
                }
            }
        }
        return pair;
    }

    private void consider(long left, long right, boolean crossed) {
        if (best.containsKey(left) && best.containsKey(right) && isPossible(left, right, crossed)) {
            Step step = step(left, right);
            Step known = best.get(left | right);
            if (known == null || step.cost() < known.cost()) {
                best.put(left | right, step);
            }
        }
    }

    private boolean isPossible(long left, long right, boolean crossed) {
        if (isAttached(left)) {
            return false;
        }
        if (isAttached(right)) {
            return (leaf(right).needs() & ~left) == 0;
        }
        return crossed || isConnected(left, right);
    }

    /** Whether a set is one leaf that is not joined by an inner join. */
    private boolean isAttached(long set) {
        return Long.bitCount(set) == 1 && !leaf(set).isInner();
    }

    private JoinLeaf leaf(long set) {
        return problem.leaves().get(Long.numberOfTrailingZeros(set));
    }

    private boolean isConnected(long left, long right) {
        return hasClass(left, right)
                || problem.edges().stream().anyMatch(edge -> connects(edge, left, right));
    }

    private static boolean connects(JoinProblem.Edge edge, long left, long right) {
        return (edge.leaves() & ~(left | right)) == 0
                && (edge.leaves() & left) != 0
                && (edge.leaves() & right) != 0;
    }

    private boolean hasClass(long left, long right) {
        for (List<Integer> members : problem.classes()) {
            long mask = 0;
            for (int member : members) {
                mask |= 1L << problem.leafOf(member);
            }
            if ((mask & left) != 0 && (mask & right) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean hasIndex(long left, long right) {
        if (isAttached(right)) {
            return leaf(right).conjuncts().stream()
                    .anyMatch(conjunct -> JoinCondition.isEqualityCall(conjunct));
        }
        return hasClass(left, right)
                || problem.edges().stream()
                        .anyMatch(edge -> edge.equality() && connects(edge, left, right));
    }

    private Step step(long left, long right) {
        double passing = cardinality.rows(left);
        double kept = isAttached(right) ? leaf(right).rows() : cardinality.rows(right);
        double cost =
                best.get(left).cost()
                        + best.get(right).cost()
                        + cardinality.rows(left | right)
                        + BUILD * kept
                        + PROBE * passing;
        double pairs = hasIndex(left, right) ? 0 : passing * kept;
        return new Step(left, right, cost + pairs);
    }
}
