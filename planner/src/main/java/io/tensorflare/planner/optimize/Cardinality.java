package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of the join of any set of leaves, whatever the order: each class of equal columns divides by
 * all of its domains but the smallest; classes between the same two leaves are not independent.
 */
final class Cardinality {
    private final JoinProblem problem;
    private final double[] factors;
    private final int[][] classLeaves;
    private final ColumnEstimate[][] classColumns;
    private final Map<Long, Double> known = new HashMap<>();

    Cardinality(JoinProblem problem) {
        this.problem = problem;
        int count = problem.classes().size();
        classLeaves = new int[count][];
        classColumns = new ColumnEstimate[count][];
        for (int i = 0; i < count; i++) {
            members(i, problem.classes().get(i));
        }
        factors = problem.leaves().stream().mapToDouble(this::factor).toArray();
    }

    /** One column a leaf. */
    private void members(int index, List<Integer> members) {
        int[] owners = members.stream().mapToInt(problem::leafOf).distinct().toArray();
        classLeaves[index] = owners;
        classColumns[index] = new ColumnEstimate[owners.length];
        for (int member : members) {
            int leaf = problem.leafOf(member);
            int place = 0;
            while (owners[place] != leaf) {
                place++;
            }
            classColumns[index][place] = problem.leaves().get(leaf).column(member);
        }
    }

    double rows(long set) {
        Double rows = known.get(set);
        if (rows == null) {
            rows = compute(set);
            known.put(set, rows);
        }
        return rows;
    }

    private double compute(long set) {
        double rows = 1;
        for (int i = 0; i < factors.length; i++) {
            if ((set >> i & 1) != 0) {
                rows *= factors[i];
            }
        }
        double[] largest = new double[classLeaves.length];
        for (int i = 0; i < classLeaves.length; i++) {
            double[] domains = domains(i, set);
            for (int j = 1; j < domains.length; j++) {
                rows /= Math.max(1, domains[j]);
            }
            largest[i] = domains.length < 2 ? 0 : domains[domains.length - 1];
        }
        rows *= composite(set, largest);
        for (JoinProblem.Edge edge : problem.edges()) {
            if ((edge.leaves() & ~set) == 0) {
                rows *= edge.part();
            }
        }
        for (JoinProblem.Correction correction : problem.corrections()) {
            if ((correction.leaves() & ~set) == 0) {
                rows *= correction.factor();
            }
        }
        return Math.max(1, rows);
    }

    /** Domains of a class's members in a set, the smallest first. */
    private double[] domains(int index, long set) {
        Range shared = null;
        int count = 0;
        for (int i = 0; i < classLeaves[index].length; i++) {
            if ((set >> classLeaves[index][i] & 1) != 0) {
                count++;
                Range own = classColumns[index][i].range().orElse(null);
                shared =
                        shared == null || own == null
                                ? (own == null ? shared : own)
                                : shared.and(own);
            }
        }
        double[] domains = new double[count];
        int next = 0;
        for (int i = 0; i < classLeaves[index].length; i++) {
            if ((set >> classLeaves[index][i] & 1) != 0) {
                double domain = classColumns[index][i].domain();
                domains[next++] = shared == null ? domain : Math.min(domain, shared.width());
            }
        }
        Arrays.sort(domains);
        return domains;
    }

    /**
     * What several classes between two leaves divide too much: together they have no more values
     * than the smaller leaf has rows.
     */
    private double composite(long set, double[] largest) {
        double correction = 1;
        int count = factors.length;
        for (int a = 0; a < count; a++) {
            for (int b = a + 1; b < count; b++) {
                if ((set >> a & 1) != 0 && (set >> b & 1) != 0) {
                    correction *= correction(a, b, largest);
                }
            }
        }
        return correction;
    }

    private double correction(int a, int b, double[] largest) {
        double product = 1;
        int shared = 0;
        for (int i = 0; i < classLeaves.length; i++) {
            if (largest[i] > 0 && has(i, a) && has(i, b)) {
                product *= largest[i];
                shared++;
            }
        }
        double most = Math.min(problem.leaves().get(a).base(), problem.leaves().get(b).base());
        return shared > 1 && product > most ? product / Math.max(1, most) : 1;
    }

    private boolean has(int index, int leaf) {
        for (int member : classLeaves[index]) {
            if (member == leaf) {
                return true;
            }
        }
        return false;
    }

    /** What a leaf multiplies rows with. */
    private double factor(JoinLeaf leaf) {
        if (leaf.isInner()) {
            return leaf.rows();
        }
        if (leaf.kind() == Plan.Join.Kind.MARK) {
            return 1;
        }
        List<Expression> rest = new ArrayList<>();
        JoinEstimate.Domains domains = new JoinEstimate.Domains();
        double values = 1;
        boolean keyed = false;
        for (Expression conjunct : leaf.conjuncts()) {
            int[] sides = columnSides(conjunct, leaf);
            if (sides == null) {
                rest.add(conjunct);
            } else {
                keyed = true;
                ColumnEstimate own = leaf.column(sides[1]);
                domains.add(problem.leaves().get(problem.leafOf(sides[0])).column(sides[0]), own);
                values *= Math.max(1, own.distinct());
            }
        }
        double other = rest.isEmpty() ? 1 : 0.8;
        double part = keyed ? Math.min(1, Math.min(values, leaf.rows()) / domains.product()) : 1;
        return switch (leaf.kind()) {
            case SEMI -> part * other;
            case ANTI -> Math.max(0.05, 1 - part * other);
            default -> Math.max(1, keyed ? leaf.rows() / domains.product() * other : leaf.rows());
        };
    }

    /** The other's and the leaf's column of an equality; null where it is none of columns. */
    private int[] columnSides(Expression conjunct, JoinLeaf leaf) {
        if (!(conjunct instanceof Expression.Call call)
                || call.function() != io.tensorflare.plan.Function.EQUAL
                || !(call.operands().get(0) instanceof Expression.ColumnReference a)
                || !(call.operands().get(1) instanceof Expression.ColumnReference b)) {
            return null;
        }
        boolean ofLeaf = leaf.columns().get(a.index());
        int own = ofLeaf ? a.index() : b.index();
        int other = ofLeaf ? b.index() : a.index();
        boolean known =
                other < 0
                        || problem.leaves().get(problem.leafOf(other)).kind()
                                != Plan.Join.Kind.MARK;
        return leaf.columns().get(own) && !leaf.columns().get(other) && known
                ? new int[] {other, own}
                : null;
    }
}
