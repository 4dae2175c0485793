package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Joins;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Leaves out of a top-k over groups what a table's key determines, and reads it afterwards for the
 * few rows that are left: the query groups by the key alone, and its other columns never travel.
 * That the key is unique is an assumption which the run has to check, for all rows that are
 * grouped.
 */
final class LateFetch {
    private static final long MOST_ROWS = 10_000;

    /** So many groups for each row that is left are worth a second scan. */
    private static final double GROUPS_A_ROW = 20;

    private final Plan whole;
    private final Plan.Sort top;
    private final TopGroups.Origin key;
    private final List<Integer> fetched;
    private final Plan core;

    /**
     * @param fetched columns of the top-k that are read afterwards
     * @param core the top-k without them
     */
    private LateFetch(
            Plan whole, Plan.Sort top, TopGroups.Origin key, List<Integer> fetched, Plan core) {
        this.whole = whole;
        this.top = top;
        this.key = key;
        this.fetched = fetched;
        this.core = core;
    }

    /** What to fetch late in a plan, if that pays. */
    static Optional<LateFetch> of(Plan plan, Estimator estimator, PlannerOptions options) {
        if (options.fetch() == PlannerOptions.Fetch.EARLY || !options.trustsUniqueness()) {
            return Optional.empty();
        }
        return TopGroups.of(plan)
                .filter(
                        top ->
                                options.fetch() == PlannerOptions.Fetch.LATE
                                        || isWorth(top, estimator))
                .flatMap(top -> of(plan, top, estimator));
    }

    private static boolean isWorth(TopGroups top, Estimator estimator) {
        long most = top.sort().limit().getAsLong();
        return most <= MOST_ROWS
                && estimator.rows(top.aggregate()) > GROUPS_A_ROW * Math.max(1, most);
    }

    private static Optional<LateFetch> of(Plan whole, TopGroups top, Estimator estimator) {
        for (int column = 0; column < top.sort().columns().size(); column++) {
            Optional<TopGroups.Origin> key =
                    top.origin(column).filter(o -> isKey(o, top.sort(), estimator));
            if (key.isEmpty()) {
                continue;
            }
            List<Integer> fetched = new ArrayList<>();
            for (int other = 0; other < top.sort().columns().size(); other++) {
                if (other != column && top.isOnlyShown(other, key.get().scan())) {
                    fetched.add(other);
                }
            }
            if (fetched.stream().anyMatch(other -> isText(top.sort(), other))) {
                Plan core = top.without(fetched);
                return Optional.of(new LateFetch(whole, top.sort(), key.get(), fetched, core));
            }
        }
        return Optional.empty();
    }

    private static boolean isText(Plan plan, int column) {
        Type type = plan.columns().get(column).type();
        return type.equals(Type.VARCHAR) || type.kind() == Type.Kind.BINARY;
    }

    /** Whether a column is claimed to be unique in a table that the query reads once. */
    private static boolean isKey(TopGroups.Origin origin, Plan plan, Estimator estimator) {
        BitSet column = new BitSet();
        column.set(origin.field());
        return estimator.of(origin.scan()).isUnique(column, true)
                && readers(plan, origin.scan().table()) == 1;
    }

    private static int readers(Plan plan, String table) {
        return plan instanceof Plan.Scan scan
                ? scan.table().equals(table) ? 1 : 0
                : plan.inputs().stream().mapToInt(input -> readers(input, table)).sum();
    }

    /** The top-k without what is fetched. */
    Plan core() {
        return core;
    }

    /** Joins with the table keep its rows, so that a run notices if the key is not unique. */
    Plan kept(Plan plan) {
        return Rebuild.bottomUp(
                plan,
                node ->
                        node instanceof Plan.Join join
                                        && join.kind() == Plan.Join.Kind.INNER
                                        && !isKept(join)
                                        && isKept((Plan.Join) mirrored(join))
                                ? Sides.swapped(join)
                                : node);
    }

    private static Plan mirrored(Plan.Join join) {
        Plan swapped = Sides.swapped(join);
        return swapped instanceof Plan.Project project ? project.input() : swapped;
    }

    private boolean isKept(Plan.Join join) {
        return JoinCondition.of(join).equalities().stream()
                .anyMatch(
                        equality ->
                                equality.isOfColumns()
                                        && isTable(join.right(), equality.rightColumn()));
    }

    /** Whether a plan's column is the table's key, of rows that were filtered at most. */
    private boolean isTable(Plan plan, int column) {
        return TopGroups.origin(plan, column).filter(origin -> origin.isSame(key)).isPresent()
                && !hasJoin(plan);
    }

    private static boolean hasJoin(Plan plan) {
        return plan instanceof Plan.Join || plan.inputs().stream().anyMatch(LateFetch::hasJoin);
    }

    /** Whether a run of the core's plan notices two rows with one key. */
    boolean isChecked(Plan chosen) {
        boolean checked =
                chosen instanceof Plan.Join join
                        && join.kind() == Plan.Join.Kind.INNER
                        && join.method() instanceof JoinMethod.Keyed keyed
                        && keyed.unique()
                        && keyed.keys().size() == 1
                        && isTable(join.right(), keyed.keys().get(0).right());
        return checked || chosen.inputs().stream().anyMatch(this::isChecked);
    }

    /**
     * The whole plan, with the columns that were left out.
     *
     * @param chosen the core, its joins in order
     */
    Plan over(Plan chosen) {
        Plan.Scan scan = key.scan();
        List<Integer> fields = new ArrayList<>(List.of(key.field()));
        fetched.forEach(column -> fields.add(originOf(column).field()));
        List<Integer> read = fields.stream().distinct().toList();
        Plan table =
                new Plan.Scan(
                        scan.table(),
                        read.stream().map(scan.fields()::get).toList(),
                        List.of(),
                        scan.rows(),
                        scan.position());
        Plan few = join(table, 0, chosen, keyOfCore(), Plan.Join.Kind.SEMI);
        Plan both = join(chosen, keyOfCore(), few, 0, Plan.Join.Kind.INNER);
        List<Expression> columns = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < top.columns().size(); i++) {
            int from =
                    fetched.contains(i)
                            ? chosen.columns().size() + read.indexOf(originOf(i).field())
                            : next++;
            columns.add(Columns.reference(both, from));
        }
        return shown(whole, both, columns);
    }

    /** The projections above the top-k as one, over the columns that stand for its own. */
    private Plan shown(Plan plan, Plan input, List<Expression> columns) {
        List<Expression> values = columns;
        if (plan instanceof Plan.Project project) {
            Plan.Project below = (Plan.Project) shown(project.input(), input, columns);
            values =
                    project.expressions().stream()
                            .map(value -> Columns.substitute(value, below.expressions()))
                            .toList();
        }
        return new Plan.Project(input, plan.columns().stream().map(Column::name).toList(), values);
    }

    private TopGroups.Origin originOf(int column) {
        return TopGroups.origin(top, column).orElseThrow();
    }

    /** The key's place among the columns that are left. */
    private int keyOfCore() {
        int place = 0;
        for (int i = 0; i < top.columns().size(); i++) {
            if (!fetched.contains(i)) {
                if (TopGroups.origin(top, i).filter(o -> o.isSame(key)).isPresent()) {
                    return place;
                }
                place++;
            }
        }
        throw new IllegalStateException("the key is not among the columns that are left");
    }

    private static Plan.Join join(
            Plan left, int leftKey, Plan right, int rightKey, Plan.Join.Kind kind) {
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Expression condition =
                Expression.call(
                        Function.EQUAL,
                        Type.BOOLEAN,
                        Position.UNKNOWN,
                        Columns.reference(both, leftKey),
                        Columns.reference(both, left.columns().size() + rightKey));
        return new Plan.Join(
                left,
                right,
                kind,
                condition,
                new JoinMethod.Loop(),
                Joins.columns(left, right, kind, condition, List.of()),
                Position.UNKNOWN);
    }
}
