package io.tensorflare.planner;

import io.tensorflare.plan.DeepStack;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.optimize.Optimizer;
import io.tensorflare.planner.parser.Clauses;
import io.tensorflare.planner.parser.Headings;
import io.tensorflare.planner.parser.StatementParser;
import io.tensorflare.planner.rule.Phases;
import io.tensorflare.planner.translate.Folding;
import io.tensorflare.planner.translate.PlanTranslator;
import io.tensorflare.planner.translate.StatementClock;
import io.tensorflare.planner.validate.Session;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlNode;

/**
 * Plans SQL: text to statements, queries to plan records. Safe for several threads.
 *
 * <pre>{@code
 * SqlPlanner planner = new SqlPlanner(catalog);
 * for (SqlScript.Piece piece : SqlScript.split(text)) {
 *     if (planner.parse(piece) instanceof Statement.Query query) {
 *         Plan plan = planner.plan(query, Instant.now(), ZoneOffset.UTC).plan();
 *     }
 * }
 * }</pre>
 */
public final class SqlPlanner {
    private static final String WARM_UP =
            "select t.x, sum(y * (1 - y)) as s from (values (1, 0.5), (2, 1.5)) as t(x, y),"
                    + " (values (1, 'a'), (3, 'b')) as u(x, z), (values (date '2020-01-01', 'a')) as v(d, z)"
                    + " where t.x = u.x and u.z = v.z and t.x < 2 + 1 and t.x in (1, 2) and d < date '2021-01-01' - interval '1' day"
                    + " and exists (select * from (values (1)) as w(x) where w.x = t.x)"
                    + " and y < (select max(n) from (values (1, 9.5)) as m(x, n) where m.x = t.x)"
                    + " group by t.x having count(*) > 0 order by s desc limit 10";

    private final Catalog catalog;

    public SqlPlanner(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Plans a small query over no table, so that later ones find everything loaded: the first query
     * of a process takes a second of processor time otherwise. For a background thread while an
     * engine opens. Returns its plan, to emit it for the same reason.
     */
    public PlannedQuery warmUp() {
        Statement.Query query = new Statement.Query(WARM_UP, new Position(1, 1));
        return plan(query, Instant.EPOCH, ZoneOffset.UTC);
    }

    /** The statement of a piece of SQL. */
    public Statement parse(SqlScript.Piece piece) {
        return StatementParser.parse(piece);
    }

    /**
     * The plan of a query.
     *
     * @param now what CURRENT_TIMESTAMP and the like mean in this statement
     * @param zone the session's time zone
     * @throws TensorFlareException where the query is wrong, or holds what we cannot run: one
     *     sentence with line and column
     */
    public PlannedQuery plan(Statement.Query query, Instant now, ZoneId zone) {
        return plan(query, now, zone, PlannerOptions.DEFAULT);
    }

    /** The plan of a query, as options have it. */
    public PlannedQuery plan(
            Statement.Query query, Instant now, ZoneId zone, PlannerOptions options) {
        try {
            return DeepStack.call(() -> planned(query, new StatementClock(now, zone), options));
        } catch (TensorFlareException mistake) {
            throw mistake;
        } catch (RuntimeException | AssertionError failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof TensorFlareException mistake) {
                    throw mistake;
                }
            }
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    query.position(),
                    "this query cannot be planned ("
                            + reason(failure)
                            + "); please report it, and try to write it in another way",
                    failure);
        }
    }

    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
        String shortened = message.length() > 120 ? message.substring(0, 120) + "..." : message;
        return failure.getClass().getSimpleName() + ": " + shortened;
    }

    private PlannedQuery planned(
            Statement.Query query, StatementClock clock, PlannerOptions options) {
        SqlNode tree = StatementParser.parseQuery(query.sql(), query.position());
        List<String> headings = Headings.of(tree, query.sql(), query.position());
        Map<String, Position> tables = Headings.tables(tree);
        Clauses clauses = Clauses.of(tree);
        Session session = new Session(catalog, new Folding(clock));
        RelRoot root = session.convert(tree);
        RelNode rewritten = Phases.rewrite(root.project(), clauses.of(Clauses.Clause.MANY_PARTS));
        Plan plan = new PlanTranslator(clock, tables, clauses).translate(rewritten);
        List<Type> parameters = session.parameterTypes();
        PlannedQuery.Lifetime lifetime =
                clock.asked() ? PlannedQuery.Lifetime.STATEMENT : PlannedQuery.Lifetime.CATALOG;
        Optimizer.Optimized optimized = Optimizer.optimize(plan, names(root, headings), options);
        return new PlannedQuery(optimized.plan(), parameters, lifetime, optimized.estimatedRows());
    }

    /**
     * The result's headings: aliases and column names as Calcite has them, the text of an
     * expression that has no name.
     */
    private static List<String> names(RelRoot root, List<String> headings) {
        List<String> names =
                new ArrayList<>(root.fields.stream().map(Map.Entry::getValue).toList());
        for (int i = 0; i < names.size() && headings.size() == names.size(); i++) {
            if (names.get(i).startsWith("EXPR$") && !headings.get(i).isEmpty()) {
                names.set(i, headings.get(i));
            }
        }
        return names;
    }
}
