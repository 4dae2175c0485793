package io.tensorflare.planner.translate;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GROUPING SETS, ROLLUP and CUBE: the union of one aggregate for each grouping. All of them read
 * the same input; a coarse one reads the groups of a finer one where its calls allow that.
 */
final class GroupingSets {
    /** The calls of one grouping, and what GROUPING and the like mean in it. */
    interface Translation {
        /** The calls that are not constant, over the input grouped by some keys. */
        List<AggregateCall> calls(List<Integer> keys);

        /** The output's value of a call that is the same for all rows of a grouping. */
        Optional<Expression> constant(int call, List<Integer> keys);
    }

    private final Plan input;
    private final List<Integer> keys;
    private final Translation calls;
    private final List<String> names;
    private final Map<List<Integer>, Plan> planned = new LinkedHashMap<>();

    /**
     * Groupings of an input.
     *
     * @param keys all columns that any grouping has, in the output's order
     * @param names of the output: keys, then calls
     */
    GroupingSets(Plan input, List<Integer> keys, Translation calls, List<String> names) {
        this.input = input;
        this.keys = List.copyOf(keys);
        this.calls = calls;
        this.names = List.copyOf(names);
    }

    Plan union(List<List<Integer>> sets) {
        sets.stream()
                .sorted(Comparator.comparing((List<Integer> set) -> -set.size()))
                .forEach(set -> planned.put(set, grouped(set)));
        List<Plan> inputs = sets.stream().map(set -> level(planned.get(set), set)).toList();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int column = i;
            columns.add(
                    new Column(
                            names.get(i),
                            inputs.get(0).columns().get(i).type(),
                            inputs.stream()
                                    .anyMatch(plan -> plan.columns().get(column).nullable())));
        }
        return new Plan.Union(inputs, columns);
    }

    /** The groups of one set: its keys, then the calls that are not constant in it. */
    private Plan grouped(List<Integer> set) {
        List<AggregateCall> own = calls.calls(set);
        if (set.isEmpty() && own.isEmpty()) {
            return oneRow();
        }
        if (own.stream().allMatch(Recombined::isPossible)) {
            Optional<List<Integer>> finer =
                    planned.keySet().stream()
                            .filter(other -> other.containsAll(set))
                            .min(Comparator.comparing(List::size));
            if (finer.isPresent()) {
                List<Integer> places = set.stream().map(finer.get()::indexOf).toList();
                List<Integer> parts = new ArrayList<>();
                own.forEach(call -> parts.add(finer.get().size() + parts.size()));
                return Recombined.of(planned.get(finer.get()), places, own, parts);
            }
        }
        return Recombined.aggregate(input, set, own);
    }

    /** What grouping by nothing gives where nothing is computed of the rows. */
    private static Plan oneRow() {
        return new Plan.Values(
                List.of(new Column("one", Type.INTEGER, false)),
                List.of(List.of(Calls.literal(1, Type.INTEGER))));
    }

    /** The union's columns from the groups of one set: NULL for a key that it does not group by. */
    private Plan level(Plan groups, List<Integer> set) {
        List<Expression> columns = new ArrayList<>();
        for (int key : keys) {
            int place = set.indexOf(key);
            columns.add(
                    place < 0
                            ? new Expression.Null(input.columns().get(key).type())
                            : Columns.reference(groups, place));
        }
        int next = set.size();
        for (int call = 0; call < names.size() - keys.size(); call++) {
            Optional<Expression> constant = calls.constant(call, set);
            columns.add(constant.isPresent() ? constant.get() : Columns.reference(groups, next++));
        }
        return new Plan.Project(groups, names, columns);
    }
}
