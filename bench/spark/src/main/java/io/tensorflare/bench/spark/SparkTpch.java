package io.tensorflare.bench.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Times the queries of TPC-H in Spark, local. Writes a line {@code query,threads,run,wall_ms,cpu_ms}
 * for each run; run 0 is the first of its query.
 *
 * <p>Arguments: folder of the tables, folder of the texts, file to write, warm runs.
 */
public final class SparkTpch {
    private SparkTpch() {}

    public static void main(String[] arguments) throws IOException {
        Path unfinished = Path.of(arguments[2] + ".unfinished");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(unfinished))) {
            for (int threads : List.of(1, 2)) {
                run(threads, arguments, out);
            }
        }
        Files.move(unfinished, Path.of(arguments[2]), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void run(int threads, String[] arguments, PrintWriter out) throws IOException {
        try (SparkSession spark = open(threads)) {
            spark.sparkContext().setLogLevel("WARN");
            for (Path table : list(Path.of(arguments[0]), ".parquet")) {
                String name = table.getFileName().toString().replace(".parquet", "");
                spark.read().parquet(table.toString()).createOrReplaceTempView(name);
            }
            for (Path text : list(Path.of(arguments[1]), ".sql")) {
                String name = text.getFileName().toString().replace(".sql", "");
                if (name.matches("q\\d\\d")) {
                    String sql = Files.readString(text).strip().replaceFirst(";$", "");
                    for (int run = 0; run <= Integer.parseInt(arguments[3]); run++) {
                        out.println(name + "," + threads + "," + run + "," + time(spark, sql));
                        out.flush();
                    }
                }
            }
        }
    }

    private static SparkSession open(int threads) {
        return SparkSession.builder()
                .master("local[" + threads + "]")
                .config("spark.sql.shuffle.partitions", threads)
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }

    private static String time(SparkSession spark, String sql) {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        spark.sql(sql).collectAsList();
        long end = System.nanoTime();
        return (end - start) / 1e6 + "," + (cpuNanos() - cpu) / 1e6;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<Path> list(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
