package io.tensorflare.pipeline;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Where the rows of a pipeline come from. */
public sealed interface Source {
    Node node();

    List<Column> columns();

    /**
     * Files; {@code number} counts the scans from 0 in the order of their pipelines, filters are
     * those of the plan in order.
     */
    record Scan(Node node, int number, List<Expression> filters) implements Source {
        public Scan {
            filters = List.copyOf(filters);
        }

        public Plan.Scan plan() {
            return (Plan.Scan) node.plan();
        }

        @Override
        public List<Column> columns() {
            return plan().columns();
        }
    }

    /** Constant rows. */
    record Values(Node node) implements Source {
        public Plan.Values plan() {
            return (Plan.Values) node.plan();
        }

        @Override
        public List<Column> columns() {
            return plan().columns();
        }
    }

    /** The groups of an aggregation, once they are complete. */
    record Groups(Node node) implements Source {
        @Override
        public List<Column> columns() {
            return node.plan().columns();
        }
    }

    /** The distinct values of one argument of an aggregation, each with its keys. */
    record Distinct(Node node, DistinctSet set) implements Source {
        @Override
        public List<Column> columns() {
            Plan.Aggregate aggregate = (Plan.Aggregate) node.plan();
            List<Column> columns = new ArrayList<>();
            aggregate.keys().forEach(key -> columns.add(aggregate.input().columns().get(key)));
            columns.add(aggregate.input().columns().get(set.argument()));
            return List.copyOf(columns);
        }
    }

    /**
     * Rows of a join's right side, after all of the left have passed: those with a partner for
     * RIGHT_SEMI, else those without.
     */
    record Built(Node node) implements Source {
        public Plan.Join plan() {
            return (Plan.Join) node.plan();
        }

        @Override
        public List<Column> columns() {
            return plan().columns();
        }
    }

    /** Rows in order. */
    record Sorted(Node node) implements Source {
        @Override
        public List<Column> columns() {
            return node.plan().columns();
        }
    }

    /** The rows of a window's partitions, with what its functions gave. */
    record Windows(Node node) implements Source {
        public Plan.Window plan() {
            return (Plan.Window) node.plan();
        }

        @Override
        public List<Column> columns() {
            return node.plan().columns();
        }
    }
}
