package io.tensorflare.pipeline;

import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** An operator of the plan with its number: the root is 1, and inputs follow their operator. */
public record Node(int number, Plan plan, List<Node> inputs) {
    public Node {
        inputs = List.copyOf(inputs);
    }

    public static Node number(Plan root) {
        return number(root, new int[] {1});
    }

    private static Node number(Plan plan, int[] next) {
        int number = next[0]++;
        List<Node> inputs = new ArrayList<>();
        plan.inputs().forEach(input -> inputs.add(number(input, next)));
        return new Node(number, plan, inputs);
    }

    public Node input() {
        return inputs.get(0);
    }
}
