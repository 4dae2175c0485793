package io.tensorflare.cli;

import io.tensorflare.TensorFlare;
import io.tensorflare.cli.terminal.Terminals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** The {@code tensorflare} command; without a subcommand it is a shell. */
@Command(
        name = "tensorflare",
        description =
                "Answers SQL over Parquet by compiling each query to C, with TensorFlow models inside. Without a command it opens a shell.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        version = "tensorflare 0.1.0-SNAPSHOT",
        subcommands = {
            QueryCommand.class,
            InspectCommand.class,
            GenerateCommand.class,
            DemoCommand.class,
            CacheCommand.class
        })
public final class Main implements Callable<Integer> {
    private static final Set<String> WITHOUT_QUERIES =
            Set.of("generate", "cache", "-h", "--help", "-V", "--version");

    @Mixin private EngineSettings settings;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0 || !WITHOUT_QUERIES.contains(arguments[0])) {
            TensorFlare.warmUp();
        }
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(run(arguments));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String[] arguments) {
        Failures failures = new Failures(System.err::println);
        try {
            return new CommandLine(new Main())
                    // An argument that begins with @ is SQL or a path, not a file of arguments.
                    .setExpandAtFiles(false)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler(failures)
                    .setExecutionExceptionHandler(failures)
                    .setExecutionStrategy(Main::execute)
                    .execute(protectComment(arguments));
        } catch (Throwable failure) {
            return failures.report(failure);
        }
    }

    /** Opens a shell, or runs standard input if that is no terminal. */
    @Override
    public Integer call() throws IOException {
        if (!Terminals.isTerminal(Terminals.STANDARD_INPUT)) {
            return new QueryCommand(new SqlInput(), settings).call();
        }
        try (TensorFlare engine = settings.open();
                Terminal terminal =
                        TerminalBuilder.builder().encoding(StandardCharsets.UTF_8).build()) {
            new Shell(engine, terminal, StartUpFile.home().resolve(".tensorflare_history")).run();
            return ExitCode.SUCCESS;
        }
    }

    /** An option before the subcommand would set up a shell that is never opened. */
    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand()
                && parsed.matchedOptions().stream()
                        .anyMatch(
                                option ->
                                        !option.inherited()
                                                && !option.usageHelp()
                                                && !option.versionHelp())) {
            String option = parsed.matchedOptions().get(0).longestName();
            String command = parsed.subcommand().commandSpec().name();
            throw new CommandLine.ParameterException(
                    parsed.commandSpec().commandLine(),
                    option + " stands before '" + command + "'; write it after");
        }
        return new CommandLine.RunLast().execute(parsed);
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
