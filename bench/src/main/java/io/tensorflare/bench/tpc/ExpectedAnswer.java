package io.tensorflare.bench.tpc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What any right answer looks like: rows that are equal in all sort keys may come in any order, and
 * LIMIT may take any of them.
 */
final class ExpectedAnswer {
    private final List<List<Object>> all;
    private final OrderAndLimit shape;
    private final int count;

    /**
     * @param all rows without the LIMIT, in order
     */
    ExpectedAnswer(List<List<Object>> all, OrderAndLimit shape) {
        this.all = all;
        this.shape = shape;
        this.count = Math.min(all.size(), shape.limit().orElse(Integer.MAX_VALUE));
    }

    int rows() {
        return count;
    }

    /** Empty where the answer is right, else its first fault. */
    String differenceOf(Answer answer) {
        List<List<Object>> rows = answer.rows();
        if (rows.size() != count) {
            return count
                    + " rows expected, got "
                    + rows.size()
                    + ": "
                    + head(all)
                    + " / "
                    + head(rows);
        }
        Map<String, List<List<Object>>> left = new HashMap<>();
        all.forEach(row -> left.computeIfAbsent(Cells.key(row), key -> new ArrayList<>()).add(row));
        for (int i = 0; i < count; i++) {
            if (!take(left, rows.get(i))) {
                return "row "
                        + i
                        + " is not expected: "
                        + rows.get(i)
                        + "; DuckDB's is "
                        + all.get(i);
            }
            for (int key : shape.keys()) {
                if (!Cells.same(all.get(i).get(key), rows.get(i).get(key))) {
                    return "row "
                            + i
                            + " is out of order: "
                            + rows.get(i)
                            + "; DuckDB's is "
                            + all.get(i);
                }
            }
        }
        return "";
    }

    private static boolean take(Map<String, List<List<Object>>> left, List<Object> row) {
        List<List<Object>> alike = left.getOrDefault(Cells.key(row), List.of());
        for (int i = 0; i < alike.size(); i++) {
            if (Cells.same(alike.get(i), row)) {
                alike.remove(i);
                return true;
            }
        }
        return false;
    }

    private static String head(List<List<Object>> rows) {
        return rows.subList(0, Math.min(rows.size(), 5)).toString();
    }
}
