package io.tensorflare.bench.tpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the end of a query's text says about its rows.
 *
 * @param sql the query without its LIMIT
 * @param keys columns that the rows are ordered by first; those after a key that is no column of
 *     the result are left out
 */
record OrderAndLimit(String sql, OptionalInt limit, List<Integer> keys) {
    private static final Pattern LIMIT = Pattern.compile("(?is)\\blimit\\s+(\\d+)\\s*$");
    private static final Pattern ORDER = Pattern.compile("(?is)\\border\\s+by\\b");
    private static final Pattern DIRECTION =
            Pattern.compile("(?is)\\s+(asc|desc)?(\\s*nulls\\s+(first|last))?\\s*$");

    static OrderAndLimit of(String text, List<String> columns) {
        String sql = text.strip();
        OptionalInt limit = OptionalInt.empty();
        Matcher end = LIMIT.matcher(sql);
        if (end.find()) {
            limit = OptionalInt.of(Integer.parseInt(end.group(1)));
            sql = sql.substring(0, end.start()).strip();
        }
        return new OrderAndLimit(sql, limit, keys(sql, columns));
    }

    private static List<Integer> keys(String sql, List<String> columns) {
        List<Integer> keys = new ArrayList<>();
        for (String item : items(sql)) {
            String name = DIRECTION.matcher(item.strip() + " ").replaceFirst("").strip();
            int column = column(name, columns);
            if (column < 0) {
                return keys;
            }
            keys.add(column);
        }
        return keys;
    }

    /** A name, a name with its table's, or a position. */
    private static int column(String key, List<String> columns) {
        if (key.matches("\\d+")) {
            return Integer.parseInt(key) - 1;
        }
        String name = key.replaceFirst("^\\w+\\.", "").toLowerCase(Locale.ROOT);
        return columns.stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .toList()
                .indexOf(name);
    }

    /** What stands after the outermost ORDER BY, parted at commas. */
    private static List<String> items(String sql) {
        Matcher order = ORDER.matcher(sql);
        int start = -1;
        while (order.find()) {
            if (depth(sql, order.start()) == 0) {
                start = order.end();
            }
        }
        List<String> items = new ArrayList<>();
        if (start < 0) {
            return items;
        }
        int begin = start;
        for (int i = start; i < sql.length(); i++) {
            if (sql.charAt(i) == ',' && depth(sql, i) == 0) {
                items.add(sql.substring(begin, i));
                begin = i + 1;
            }
        }
        items.add(sql.substring(begin));
        return items;
    }

    private static int depth(String sql, int end) {
        int depth = 0;
        for (int i = 0; i < end; i++) {
            depth += sql.charAt(i) == '(' ? 1 : sql.charAt(i) == ')' ? -1 : 0;
        }
        return depth;
    }
}
