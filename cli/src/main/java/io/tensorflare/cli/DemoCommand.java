package io.tensorflare.cli;

import io.tensorflare.TensorFlare;
import io.tensorflare.compile.DiskCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tensorflare demo}: the experiments of the posts that this project descends from. */
@Command(
        name = "demo",
        description =
                "Runs TPC-H Q6 on a scale of 1, trains a classifier of US arrests with TensorFlow, and calls it from SQL on 200 to 2 000 000 rows.")
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where data, model and C files are kept (default: in the user's cache folder).")
    private Path folder = DiskCache.userDirectory().resolve("demo");

    @Override
    public Integer call() throws IOException {
        DemoFolder files = DemoFolder.create(folder);
        try (Output out = Output.standard();
                TensorFlare engine = new EngineSettings().open()) {
            new Demo(engine, files, out).run();
            return ExitCode.SUCCESS;
        }
    }
}
