package io.tensorflare.bench.tpc;

import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.emit.EmitOptions;
import io.tensorflare.emit.Emitter;
import io.tensorflare.plan.DeepStack;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.SqlPlanner;
import io.tensorflare.planner.SqlScript;
import io.tensorflare.planner.Statement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What parsing, planning and emitting one query cost, in milliseconds of the thread's CPU time: so
 * other work on the machine counts little.
 *
 * @param parse least and median, such as "0.5 / 0.6"
 * @param plan likewise
 * @param emit likewise
 * @param medianTotal median of the sum
 */
record PlanningCost(String parse, String plan, String emit, double medianTotal) {
    static final int WARM_UP_ROUNDS = 40;
    static final int ROUNDS = 20;

    private static final int STEPS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Plans all queries over the tables in {@code data}, round by round. */
    static List<PlanningCost> measure(Path data, List<QueryText> queries) {
        EngineCatalog catalog = new EngineCatalog();
        for (String table : QueryText.TPCH_TABLES) {
            catalog.putTable(table, data.resolve(table + ".parquet").toString());
        }
        SqlPlanner planner = new SqlPlanner(catalog);
        // Work that finds itself on a thread with a deep stack stays there, where its time is seen.
        return DeepStack.call(() -> measure(planner, queries));
    }

    private static List<PlanningCost> measure(SqlPlanner planner, List<QueryText> queries) {
        double[][][] millis = new double[queries.size()][STEPS + 1][ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (int query = 0; query < queries.size(); query++) {
                double[] steps = steps(planner, queries.get(query).sql());
                for (int step = 0; step <= STEPS && round >= 0; step++) {
                    millis[query][step][round] = steps[step];
                }
            }
        }
        return Arrays.stream(millis).map(PlanningCost::of).toList();
    }

    private static double[] steps(SqlPlanner planner, String sql) {
        long start = THREADS.getCurrentThreadCpuTime();
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        long parsed = THREADS.getCurrentThreadCpuTime();
        Plan plan = planner.plan(query, Instant.EPOCH, ZoneOffset.UTC).plan();
        long planned = THREADS.getCurrentThreadCpuTime();
        Emitter.emit(plan, EmitOptions.of(sql));
        long emitted = THREADS.getCurrentThreadCpuTime();
        return new double[] {
            (parsed - start) / 1e6,
            (planned - parsed) / 1e6,
            (emitted - planned) / 1e6,
            (emitted - start) / 1e6
        };
    }

    private static PlanningCost of(double[][] steps) {
        List<String> texts = new ArrayList<>();
        for (double[] step : steps) {
            Arrays.sort(step);
            texts.add(String.format(Locale.ROOT, "%.1f / %.1f", step[0], step[ROUNDS / 2]));
        }
        return new PlanningCost(texts.get(0), texts.get(1), texts.get(2), steps[STEPS][ROUNDS / 2]);
    }
}
