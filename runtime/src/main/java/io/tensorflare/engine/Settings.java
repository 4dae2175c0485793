package io.tensorflare.engine;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.catalog.Names;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What SET changes and SHOW tells. Thread-safe. */
public final class Settings {
    /** The names of settings. */
    public enum Name {
        /** Workers of a query at most. */
        THREADS,
        /** The engine's budget in bytes; fixed when the engine opens. */
        MEMORY,
        /** Zone in which TIMESTAMP WITH LOCAL TIME ZONE is shown. */
        TIME_ZONE,
        /**
         * How GROUP BY keeps its groups: {@code planned}, or {@code hash} to force a hash table.
         */
        GROUPING,
        /**
         * How joins find partners: {@code planned}, or forced to {@code hash}, {@code dense} or
         * {@code loop} where that can be.
         */
        JOINS,
        /** Which side of a join is kept: {@code planned}, {@code left} or {@code right}. */
        BUILD,
        /**
         * Where aggregates of joined rows are computed: {@code planned}, {@code early} (below the
         * join wherever that can be) or {@code late}.
         */
        AGGREGATES,
        /**
         * When columns are read that the rows of a top-k only show: {@code planned}, {@code early}
         * (with the others) or {@code late} (for the rows that are left, wherever that can be).
         */
        FETCH;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MOST_THREADS = 256;
    private static final String PLANNED = "planned";

    private final Map<Name, String> values = new TreeMap<>();

    public Settings(int threads, long memoryBytes) {
        values.put(Name.THREADS, Integer.toString(threads));
        values.put(Name.MEMORY, Long.toString(memoryBytes));
        values.put(Name.TIME_ZONE, "UTC");
        values.put(Name.GROUPING, PLANNED);
        values.put(Name.JOINS, PLANNED);
        values.put(Name.BUILD, PLANNED);
        values.put(Name.AGGREGATES, PLANNED);
        values.put(Name.FETCH, PLANNED);
    }

    public synchronized String get(Name name) {
        return values.get(name);
    }

    public int threads() {
        return Integer.parseInt(get(Name.THREADS));
    }

    /** All settings with their values, by name. */
    public synchronized Map<String, String> all() {
        return values.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().text(),
                                Map.Entry::getValue,
                                (a, b) -> a,
                                TreeMap::new));
    }

    /** What of the settings a plan or program depends on. */
    synchronized String planKey() {
        return String.join(
                " ",
                values.get(Name.TIME_ZONE),
                values.get(Name.GROUPING),
                values.get(Name.JOINS),
                values.get(Name.BUILD),
                values.get(Name.AGGREGATES),
                values.get(Name.FETCH));
    }

    /** How to plan. */
    PlannerOptions plannerOptions() {
        return PlannerOptions.DEFAULT
                .withJoins(PlannerOptions.Joins.valueOf(upper(Name.JOINS)))
                .withBuild(PlannerOptions.Build.valueOf(upper(Name.BUILD)))
                .withAggregates(PlannerOptions.Aggregates.valueOf(upper(Name.AGGREGATES)))
                .withFetch(PlannerOptions.Fetch.valueOf(upper(Name.FETCH)));
    }

    private String upper(Name name) {
        return get(name).toUpperCase(Locale.ROOT);
    }

    public synchronized void set(String name, String value, Position position) {
        Name setting = find(name, position);
        values.put(setting, checked(setting, value.strip(), position));
    }

    public static Name find(String name, Position position) {
        for (Name candidate : Name.values()) {
            if (candidate.text().equalsIgnoreCase(name)) {
                return candidate;
            }
        }
        List<String> known = Arrays.stream(Name.values()).map(Name::text).toList();
        throw new TensorFlareException(
                ErrorCode.SETTING,
                position,
                "there is no setting "
                        + name
                        + Names.suggestion(name, known)
                        + " (settings are "
                        + String.join(", ", known)
                        + ")");
    }

    private static String checked(Name setting, String value, Position position) {
        return switch (setting) {
            case THREADS -> threads(value, position);
            case MEMORY ->
                    throw new TensorFlareException(
                            ErrorCode.SETTING,
                            position,
                            "memory is fixed while an engine is open; open it with another budget (--memory)");
            case TIME_ZONE -> zone(value, position);
            case GROUPING -> oneOf(setting, List.of(PLANNED, "hash"), value, position);
            case JOINS ->
                    oneOf(setting, List.of(PLANNED, "hash", "dense", "loop"), value, position);
            case BUILD -> oneOf(setting, List.of(PLANNED, "left", "right"), value, position);
            case AGGREGATES, FETCH ->
                    oneOf(setting, List.of(PLANNED, "early", "late"), value, position);
        };
    }

    private static String threads(String value, Position position) {
        try {
            int threads = Integer.parseInt(value);
            if (threads >= 1 && threads <= MOST_THREADS) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below like any other value
        }
        throw new TensorFlareException(
                ErrorCode.SETTING,
                position,
                "threads must be 1 to " + MOST_THREADS + ", got '" + value + "'");
    }

    private static String zone(String value, Position position) {
        try {
            return ZoneId.of(value).getId();
        } catch (DateTimeException e) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    position,
                    "'" + value + "' is no time zone; name one such as UTC or Europe/Berlin");
        }
    }

    private static String oneOf(
            Name setting, List<String> allowed, String value, Position position) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (allowed.contains(lower)) {
            return lower;
        }
        int last = allowed.size() - 1;
        throw new TensorFlareException(
                ErrorCode.SETTING,
                position,
                setting.text()
                        + " must be "
                        + String.join(", ", allowed.subList(0, last))
                        + " or "
                        + allowed.get(last)
                        + ", got '"
                        + value
                        + "'");
    }
}
