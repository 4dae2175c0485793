package io.tensorflare.pipeline;

import io.tensorflare.plan.Plan;

/** What happens to the rows of a pipeline on their way. */
public sealed interface Step {
    Node node();

    record Filter(Node node) implements Step {
        public Plan.Filter plan() {
            return (Plan.Filter) node.plan();
        }
    }

    record Project(Node node) implements Step {
        public Plan.Project plan() {
            return (Plan.Project) node.plan();
        }
    }

    record Predict(Node node) implements Step {
        public Plan.Predict plan() {
            return (Plan.Predict) node.plan();
        }
    }

    /** Looks for the partners of the left's rows in the right side of a join. */
    record Probe(Node node) implements Step {
        public Plan.Join plan() {
            return (Plan.Join) node.plan();
        }
    }

    /** Of a {@link Plan.Limit}, or of a {@link Plan.Sort} that skips rows. */
    record Limit(Node node) implements Step {}
}
