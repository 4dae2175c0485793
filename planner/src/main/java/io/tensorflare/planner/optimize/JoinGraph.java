package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.translate.Columns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A tree of joins laid flat: its leaves, and the conditions between them over numbers that all
 * leaves' columns have together.
 */
final class JoinGraph {
    private static final int MOST_NODES = 12;

    private final UnaryOperator<Plan> below;
    private final List<JoinLeaf> leaves = new ArrayList<>();
    private final List<Expression> conditions = new ArrayList<>();
    private int width;

    private JoinGraph(UnaryOperator<Plan> below) {
        this.below = below;
    }

    /**
     * A graph with the expressions that make the tree's output.
     *
     * @param conditions that must be true of the whole, besides the leaves' own
     */
    record Flat(List<JoinLeaf> leaves, List<Expression> conditions, List<Expression> outputs) {}

    /** Lays a tree flat; what is below its leaves is rewritten first. */
    static Flat of(Plan tree, UnaryOperator<Plan> below) {
        JoinGraph graph = new JoinGraph(below);
        List<Expression> outputs = graph.flatten(tree);
        return new Flat(graph.leaves, graph.conditions, outputs);
    }

    /** Whether an operator is the root of a tree of joins whose order may change. */
    static boolean isTree(Plan plan) {
        if (plan instanceof Plan.Join join) {
            return switch (join.kind()) {
                case INNER, LEFT, RIGHT, SEMI, ANTI, MARK -> true;
                case FULL, RIGHT_SEMI, RIGHT_ANTI -> false;
            };
        }
        if (plan instanceof Plan.Filter filter) {
            return isTree(filter.input());
        }
        return plan instanceof Plan.Project project
                && project.expressions().stream()
                        .mapToInt(JoinGraph::size)
                        .allMatch(n -> n <= MOST_NODES)
                && isTree(project.input());
    }

    private static int size(Expression expression) {
        return 1 + expression.parts().stream().mapToInt(JoinGraph::size).sum();
    }

    private List<Expression> flatten(Plan plan) {
        if (!isTree(plan)) {
            return outputs(leaf(plan, Plan.Join.Kind.INNER, List.of(), false));
        }
        if (plan instanceof Plan.Project project) {
            return substituted(project.expressions(), flatten(project.input()));
        }
        if (plan instanceof Plan.Filter filter) {
            List<Expression> outputs = flatten(filter.input());
            filter.conjuncts()
                    .forEach(
                            conjunct ->
                                    conditions.addAll(
                                            Factors.conjuncts(
                                                    Columns.substitute(conjunct, outputs))));
            return outputs;
        }
        return flatten((Plan.Join) plan);
    }

    private List<Expression> flatten(Plan.Join join) {
        return switch (join.kind()) {
            case INNER -> {
                List<Expression> both = new ArrayList<>(flatten(join.left()));
                both.addAll(flatten(join.right()));
                conditions.addAll(Factors.conjuncts(Columns.substitute(join.condition(), both)));
                yield both;
            }
            case RIGHT -> {
                List<Expression> right = flatten(join.right());
                List<Expression> both = new ArrayList<>(attached(join, right, join.left(), true));
                both.addAll(right);
                yield both;
            }
            case LEFT, SEMI, ANTI, MARK -> {
                List<Expression> outputs = new ArrayList<>(flatten(join.left()));
                outputs.addAll(attached(join, outputs, join.right(), false));
                yield outputs;
            }
            case FULL, RIGHT_SEMI, RIGHT_ANTI ->
                    throw new IllegalStateException("not to be laid flat: " + join.kind());
        };
    }

    /**
     * Adds a leaf that is joined other than by an inner join; returns what it adds to the output.
     */
    private List<Expression> attached(
            Plan.Join join, List<Expression> others, Plan side, boolean mirrored) {
        Plan.Join.Kind kind = mirrored ? Plan.Join.Kind.LEFT : join.kind();
        JoinLeaf leaf = leaf(side, kind, List.of(), true);
        List<Expression> own = references(leaf, false);
        List<Expression> both = new ArrayList<>(mirrored ? own : others);
        both.addAll(mirrored ? others : own);
        leaf.conjuncts().addAll(Factors.conjuncts(Columns.substitute(join.condition(), both)));
        return switch (kind) {
            case LEFT -> references(leaf, true);
            case MARK -> {
                Column mark = join.columns().get(join.columns().size() - 1);
                yield List.of(
                        new Expression.ColumnReference(
                                leaf.first() + leaf.plan().columns().size(),
                                mark.name(),
                                mark.type(),
                                mark.nullable()));
            }
            default -> List.of();
        };
    }

    private JoinLeaf leaf(
            Plan plan, Plan.Join.Kind kind, List<Expression> conjuncts, boolean isTree) {
        JoinLeaf leaf = new JoinLeaf(below.apply(plan), kind, width, conjuncts);
        width += leaf.width();
        leaves.add(leaf);
        return leaf;
    }

    private static List<Expression> outputs(JoinLeaf leaf) {
        return references(leaf, false);
    }

    private static List<Expression> references(JoinLeaf leaf, boolean optional) {
        List<Expression> references = new ArrayList<>();
        List<Column> columns = leaf.plan().columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            references.add(
                    new Expression.ColumnReference(
                            leaf.first() + i,
                            column.name(),
                            column.type(),
                            optional || column.nullable()));
        }
        return references;
    }

    private static List<Expression> substituted(
            List<Expression> expressions, List<Expression> values) {
        return expressions.stream()
                .map(expression -> Columns.substitute(expression, values))
                .toList();
    }

    /** The leaves that an expression reads, a bit each. */
    static long leavesOf(Expression expression, List<JoinLeaf> leaves) {
        BitSet used = new BitSet();
        Columns.collect(expression, used);
        long mask = 0;
        for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
            mask |= 1L << leafOf(i, leaves);
        }
        return mask;
    }

    static int leafOf(int column, List<JoinLeaf> leaves) {
        for (int i = leaves.size() - 1; i >= 0; i--) {
            if (column >= leaves.get(i).first()) {
                return i;
            }
        }
        throw new IllegalStateException("no leaf has column " + column);
    }
}
