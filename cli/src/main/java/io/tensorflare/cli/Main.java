package io.tensorflare.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code tensorflare} command. */
@Command(
        name = "tensorflare",
        description =
                "Answers SQL over Parquet by compiling each query to C, with TensorFlow models inside.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        version = "tensorflare 0.1.0-SNAPSHOT",
        subcommands = {GenerateCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.setErr(err);
        System.exit(run(arguments, err));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String[] arguments, PrintStream err) {
        Failures failures = new Failures(err);
        try {
            return new CommandLine(new Main())
                    // An argument that begins with @ is SQL or a path, not a file of arguments.
                    .setExpandAtFiles(false)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler(failures)
                    .setExecutionExceptionHandler(failures)
                    .execute(protectComment(arguments));
        } catch (Throwable failure) {
            return failures.report(failure);
        }
    }

    /**
     * SQL that begins with a comment looks like an option; two dashes before it say that it is
     * none.
     */
    private static String[] protectComment(String[] arguments) {
        int last = arguments.length - 1;
        if (last < 0 || !arguments[last].matches("(?s)--\\s.*")) {
            return arguments;
        }
        List<String> marked = new ArrayList<>(Arrays.asList(arguments));
        marked.add(last, "--");
        return marked.toArray(String[]::new);
    }
}
