package io.tensorflare.pipeline;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A join as one line of a plan. */
final class JoinText {
    private JoinText() {}

    static String of(Plan.Join join) {
        List<Column> both = new ArrayList<>(join.left().columns());
        both.addAll(join.right().columns());
        return "Join "
                + join.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + " on "
                + ExpressionText.of(join.condition(), both)
                + " ["
                + method(join)
                + "]";
    }

    private static String method(Plan.Join join) {
        if (!(join.method() instanceof JoinMethod.Keyed keyed)) {
            boolean one = Rooted.rows(join.right()).compareTo(BigInteger.ONE) <= 0;
            return one ? "one row" : "nested loop";
        }
        List<Column> right = join.right().columns();
        String keys =
                keyed.keys().stream()
                        .map(key -> right.get(key.right()).name())
                        .collect(Collectors.joining(", "));
        return index(keyed.index(), keys)
                + (keyed.unique() ? ", unique" : "")
                + (keyed.filtersScan() ? ", filters the scan" : "");
    }

    private static String index(JoinMethod.Index index, String keys) {
        return index instanceof JoinMethod.Index.Dense dense
                ? "array over " + keys + " " + dense.minimum() + " .. " + dense.maximum()
                : "hash table over " + keys;
    }
}
