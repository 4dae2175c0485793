package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long a user waits for the first answer of a process, and what planning costs once everything
 * is loaded: one table over the queries of TPC-H. Arguments: the launcher, a folder of TPC-H's
 * tables in Parquet, the file for the table.
 */
public final class StartBenchmark {
    private static final double GOAL_SECONDS = 1.5;
    private static final double GOAL_MILLIS = 15;

    private StartBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            System.err.println("usage: StartBenchmark LAUNCHER FOLDER TABLE.md");
            System.exit(1);
        }
        Path data = Path.of(arguments[1]);
        FirstQuery first = new FirstQuery(Path.of(arguments[0]), data);
        List<QueryText> queries = QueryText.tpch();
        List<PlanningCost> planning = PlanningCost.measure(data, queries);
        List<String> rows = new ArrayList<>();
        int late = 0;
        int slow = 0;
        for (int i = 0; i < queries.size(); i++) {
            FirstQuery.Times cached = first.measure(queries.get(i), FirstQuery.Programs.KEPT);
            FirstQuery.Times empty = first.measure(queries.get(i), FirstQuery.Programs.NONE);
            rows.add(row(queries.get(i), cached, empty, planning.get(i)));
            System.out.println(rows.get(i));
            late += cached.wallSeconds() > GOAL_SECONDS ? 1 : 0;
            slow += planning.get(i).medianTotal() > GOAL_MILLIS ? 1 : 0;
        }
        String text =
                heading()
                        + String.join("\n", rows)
                        + String.format(
                                Locale.ROOT,
                                "%n%n%d of %d first answers took more than %.1f s; planning took more than %.0f ms for %d of them.%n",
                                late,
                                rows.size(),
                                GOAL_SECONDS,
                                GOAL_MILLIS,
                                slow);
        Files.writeString(Path.of(arguments[2]), text);
        System.out.print(text.substring(text.lastIndexOf("|") + 1).strip() + "\n");
    }

    private static String heading() {
        return """
               # The first answer, and planning

               %s, %d processors, JDK %s.
               First answer: seconds of the whole command `./tensorflare query --data DIR -f qNN.sql`, medians of %d processes, with the program in
               the cache and with an empty one; CPU time is of the whole process and, with an empty cache, of the C compiler.
               Planning: milliseconds of CPU time in a process that has planned all queries %d times before, least and median of %d rounds.

               | query | first answer s | CPU s | empty cache s | CPU s | parse ms | plan ms | emit ms | together, median |
               | --- | --: | --: | --: | --: | --: | --: | --: | --: |
               """
                .formatted(
                        LocalDate.now(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        FirstQuery.PROCESSES,
                        PlanningCost.WARM_UP_ROUNDS,
                        PlanningCost.ROUNDS);
    }

    private static String row(
            QueryText query, FirstQuery.Times cached, FirstQuery.Times empty, PlanningCost cost) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f | %s | %s | %s | %.1f |",
                query.name(),
                cached.wallSeconds(),
                cached.cpuSeconds(),
                empty.wallSeconds(),
                empty.cpuSeconds(),
                cost.parse(),
                cost.plan(),
                cost.emit(),
                cost.medianTotal());
    }
}
