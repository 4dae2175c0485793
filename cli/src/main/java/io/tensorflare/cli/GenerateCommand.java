package io.tensorflare.cli;

import io.tensorflare.cli.generate.CrimeGenerator;
import io.tensorflare.cli.generate.Encoding;
import io.tensorflare.cli.generate.Target;
import io.tensorflare.cli.generate.TpcdsGenerator;
import io.tensorflare.cli.generate.TpchGenerator;
import io.tensorflare.cli.terminal.ProgressBar;
import io.tensorflare.tensorflow.demo.Crime;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tensorflare generate}: data to try things with. */
@Command(
        name = "generate",
        description = "Writes data to try things with, as Parquet.",
        subcommands = {
            GenerateCommand.Tpch.class,
            GenerateCommand.Tpcds.class,
            GenerateCommand.CrimeTable.class
        })
final class GenerateCommand {
    private GenerateCommand() {}

    /** Options of benchmarks' tables. */
    static final class Tables {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "Where the files go; made if missing.")
        private Path folder;

        @Option(
                names = "--row-group",
                paramLabel = "ROWS",
                description = "Rows of a row group (default: ${DEFAULT-VALUE}).")
        private int rowGroup = Encoding.DEFAULT_ROW_GROUP;

        @Option(names = "--overwrite", description = "Replaces files that are already there.")
        private boolean overwrite;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "Threads (default: one a processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        private Target target() {
            return new Target(
                    folder,
                    overwrite ? Target.Existing.REPLACE : Target.Existing.REFUSE,
                    Encoding.ofRowGroups(Numbers.positive("--row-group", rowGroup)));
        }

        private int threads() {
            return Numbers.positive("--threads", threads);
        }
    }

    /** {@code tensorflare generate tpch}. */
    @Command(name = "tpch", description = "The eight tables of TPC-H, one file each.")
    static final class Tpch implements Runnable {
        @Option(
                names = "--scale",
                paramLabel = "SF",
                required = true,
                description = "Scale factor; 1 is 6 million rows of lineitem, about 320 MB in all.")
        private double scale;

        @Mixin private Tables tables;

        @Override
        public void run() {
            try (ProgressBar bar = ProgressBar.onStandardError()) {
                new TpchGenerator(tables.target(), tables.threads(), bar).generate(scale);
            }
        }
    }

    /** {@code tensorflare generate tpcds}. */
    @Command(name = "tpcds", description = "The 24 tables of TPC-DS, one file each.")
    static final class Tpcds implements Runnable {
        @Option(
                names = "--scale",
                paramLabel = "SF",
                required = true,
                description =
                        "Scale factor, at least 0.01; 1 is 2.9 million rows of store_sales, about 400 MB in all.")
        private double scale;

        @Mixin private Tables tables;

        @Override
        public void run() {
            try (ProgressBar bar = ProgressBar.onStandardError()) {
                new TpcdsGenerator(tables.target(), tables.threads(), bar).generate(scale);
            }
        }
    }

    /** {@code tensorflare generate crime}. */
    @Command(
            name = "crime",
            description =
                    "US arrests by state with their k-means clusters, the 50 states repeated as often as wanted.")
    static final class CrimeTable implements Runnable {
        @Option(names = "--rows", paramLabel = "N", required = true, description = "How many rows.")
        private long rows;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                required = true,
                description = "The file to write; replaced if there.")
        private Path file;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "Threads (default: one a processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Override
        public void run() {
            try (ProgressBar bar = ProgressBar.onStandardError()) {
                new CrimeGenerator(Crime.read(), Numbers.positive("--threads", threads), bar)
                        .generate(rows, file);
            }
        }
    }
}
