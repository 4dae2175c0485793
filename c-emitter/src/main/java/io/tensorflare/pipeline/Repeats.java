package io.tensorflare.pipeline;

import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Unplaced;
import java.util.HashMap;
import java.util.Map;

/** Which operators that gather all their rows stand more than once in a plan: they run once. */
final class Repeats {
    private final Map<Plan, Node> firsts = new HashMap<>();
    private final Map<Integer, Node> firstOf = new HashMap<>();

    private Repeats() {}

    static Repeats of(Node root) {
        Repeats repeats = new Repeats();
        repeats.add(root);
        return repeats;
    }

    private void add(Node node) {
        if (node.plan() instanceof Plan.Aggregate || node.plan() instanceof Plan.Sort) {
            Node known = firsts.putIfAbsent(Unplaced.of(node.plan()), node);
            firstOf.put(node.number(), known == null ? node : known);
            if (known != null) {
                return;
            }
        }
        node.inputs().forEach(this::add);
    }

    /** The first operator that does the same, in the order of their numbers; mostly itself. */
    Node first(Node node) {
        return firstOf.getOrDefault(node.number(), node);
    }

    boolean isRepeated(Node node) {
        return first(node).number() != node.number();
    }
}
