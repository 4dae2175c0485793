package io.tensorflare.pipeline;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts a plan at its breakers. */
public final class Pipelines {
    /** Rows on their way, before it is known where they end. */
    private record Flow(Source source, List<Step> steps) {
        Flow then(Step step) {
            List<Step> longer = new ArrayList<>(steps);
            longer.add(step);
            return new Flow(source, longer);
        }
    }

    private final List<Pipeline> pipelines = new ArrayList<>();
    private final Repeats repeats;
    private final Set<Integer> cut = new HashSet<>();
    private int scans;

    private Pipelines(Node root) {
        repeats = Repeats.of(root);
    }

    /** The pipelines in the order in which they run; the last ones produce the result. */
    public static List<Pipeline> of(Node root) {
        Pipelines cutter = new Pipelines(root);
        for (Flow flow : cutter.flows(root)) {
            cutter.end(flow, new Sink.Result());
        }
        return List.copyOf(cutter.pipelines);
    }

    private void end(Flow flow, Sink sink) {
        Source source =
                flow.source() instanceof Source.Scan scan
                        ? new Source.Scan(scan.node(), scans++, scan.filters())
                        : flow.source();
        pipelines.add(new Pipeline(pipelines.size() + 1, source, flow.steps(), sink));
    }

    private List<Flow> flows(Node node) {
        return node.plan()
                .accept(
                        new Plan.Visitor<>() {
                            @Override
                            public List<Flow> visit(Plan.Scan scan) {
                                return List.of(start(new Source.Scan(node, 0, scan.filters())));
                            }

                            @Override
                            public List<Flow> visit(Plan.Values values) {
                                return List.of(start(new Source.Values(node)));
                            }

                            @Override
                            public List<Flow> visit(Plan.Filter filter) {
                                return flows(node.input()).stream()
                                        .map(flow -> filtered(flow, node))
                                        .toList();
                            }

                            @Override
                            public List<Flow> visit(Plan.Project project) {
                                return each(node, new Step.Project(node));
                            }

                            @Override
                            public List<Flow> visit(Plan.Predict predict) {
                                return each(node, new Step.Predict(node));
                            }

                            @Override
                            public List<Flow> visit(Plan.Aggregate aggregate) {
                                return List.of(start(new Source.Groups(aggregated(node))));
                            }

                            @Override
                            public List<Flow> visit(Plan.Sort sort) {
                                Flow rows = start(new Source.Sorted(sorted(node)));
                                boolean skips = sort.offset() > 0; // it keeps no more than asked
                                return List.of(skips ? rows.then(new Step.Limit(node)) : rows);
                            }

                            @Override
                            public List<Flow> visit(Plan.Limit limit) {
                                return each(node, new Step.Limit(node));
                            }

                            @Override
                            public List<Flow> visit(Plan.Window window) {
                                gathered(node);
                                return List.of(start(new Source.Windows(node)));
                            }

                            @Override
                            public List<Flow> visit(Plan.Union union) {
                                return node.inputs().stream()
                                        .flatMap(input -> flows(input).stream())
                                        .toList();
                            }

                            @Override
                            public List<Flow> visit(Plan.Join join) {
                                return joined(node, join);
                            }
                        });
    }

    private static Flow start(Source source) {
        return new Flow(source, List.of());
    }

    private List<Flow> each(Node node, Step step) {
        return flows(node.input()).stream().map(flow -> flow.then(step)).toList();
    }

    /** A filter right above a scan joins the scan's own. */
    private static Flow filtered(Flow flow, Node node) {
        if (flow.steps().isEmpty() && flow.source() instanceof Source.Scan scan) {
            List<Expression> filters = new ArrayList<>(scan.filters());
            filters.addAll(((Plan.Filter) node.plan()).conjuncts());
            return start(new Source.Scan(scan.node(), scan.number(), filters));
        }
        return flow.then(new Step.Filter(node));
    }

    /** Cuts the plan at an aggregation, unless it was cut at an equal one: that is read again. */
    private Node aggregated(Node repeated) {
        Node node = repeats.first(repeated);
        if (!cut.add(node.number())) {
            return node;
        }
        List<Flow> inputs = flows(node.input());
        List<DistinctSet> sets = DistinctSet.of((Plan.Aggregate) node.plan());
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            end(
                    inputs.get(i),
                    new Sink.Aggregate(node, Optional.empty(), last, last && sets.isEmpty()));
        }
        for (int i = 0; i < sets.size(); i++) {
            Flow values = start(new Source.Distinct(node, sets.get(i)));
            end(
                    values,
                    new Sink.Aggregate(
                            node, Optional.of(sets.get(i)), false, i == sets.size() - 1));
        }
        return node;
    }

    /** The right side first; then the left passes by, and where asked for the right once more. */
    private List<Flow> joined(Node node, Plan.Join join) {
        List<Flow> built = flows(node.inputs().get(1));
        for (int i = 0; i < built.size(); i++) {
            end(built.get(i), new Sink.Build(node, i == built.size() - 1));
        }
        List<Flow> left = flows(node.input());
        Flow right = start(new Source.Built(node));
        return switch (join.kind()) {
            case INNER, LEFT, SEMI, ANTI, MARK -> probing(left, node);
            case RIGHT, FULL -> {
                List<Flow> both = new ArrayList<>(probing(left, node));
                both.add(right);
                yield both;
            }
            case RIGHT_SEMI, RIGHT_ANTI -> {
                left.forEach(flow -> end(flow, new Sink.Match(node)));
                yield List.of(right);
            }
        };
    }

    private static List<Flow> probing(List<Flow> left, Node node) {
        return left.stream().map(flow -> flow.then(new Step.Probe(node))).toList();
    }

    private Node sorted(Node repeated) {
        Node node = repeats.first(repeated);
        if (cut.add(node.number())) {
            gathered(node);
        }
        return node;
    }

    /** The rows of the input in a sorter. */
    private void gathered(Node node) {
        List<Flow> inputs = flows(node.input());
        for (int i = 0; i < inputs.size(); i++) {
            end(inputs.get(i), new Sink.Sort(node, i == inputs.size() - 1));
        }
    }
}
