package io.tensorflare.cli;

import io.tensorflare.SqlText;
import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import io.tensorflare.cli.format.ResultFormat;
import io.tensorflare.cli.shell.DotCommand;
import io.tensorflare.cli.shell.SqlCompleter;
import io.tensorflare.cli.shell.SqlLineParser;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The interactive shell: reads statements, runs them, prints results and errors, and goes on. */
final class Shell {
    private static final String PROMPT = "tensorflare> ";
    private static final String CONTINUATION = "%P > ";

    private final TensorFlare engine;
    private final LineReader reader;
    private final PrintWriter out;
    private final Failures failures;
    private ResultFormat format = ResultFormat.TABLE;
    private boolean timing;
    private boolean open = true;

    /** Empty before the first query. */
    private String lastQuery = "";

    /**
     * Makes a shell on a terminal.
     *
     * @param history file in which lines are kept
     */
    Shell(TensorFlare engine, Terminal terminal, Path history) {
        this.engine = engine;
        this.out = terminal.writer();
        this.failures = new Failures(out::println);
        this.reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("tensorflare")
                        .parser(new SqlLineParser())
                        .completer(new SqlCompleter(this::names))
                        .variable(LineReader.HISTORY_FILE, history)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
                        // An exclamation mark is a character of SQL.
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.CASE_INSENSITIVE, true)
                        .build();
    }

    /** Reads and runs lines until the user leaves. */
    void run() {
        out.println(
                "TensorFlare. Statements end with a semicolon; .help shows what else there is.");
        while (open) {
            try {
                handle(reader.readLine(PROMPT).strip());
            } catch (UserInterruptException discarded) {
                // Ctrl-C empties the line.
            } catch (EndOfFileException left) {
                open = false;
            }
            out.flush();
        }
    }

    private void handle(String line) {
        try {
            if (DotCommand.looksLikeOne(line)) {
                command(line);
            } else {
                runAll(line);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError failure) {
            failures.report(failure);
        }
    }

    private void runAll(String text) throws IOException {
        StatementRunner runner = new StatementRunner(engine, out);
        for (String statement : SqlText.statements(text)) {
            Interrupts.cancelling(engine::cancel, interrupts -> run(statement, runner));
        }
    }

    private void run(String statement, StatementRunner runner) throws IOException {
        Timings timings = runner.run(statement, format);
        if (Queries.isQuery(statement)) {
            lastQuery = statement;
        }
        if (timing) {
            out.println(TimingLine.of(1, timings));
        }
    }

    private void command(String line) throws IOException {
        String[] words = line.split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        DotCommand command =
                DotCommand.named(words[0])
                        .orElseThrow(
                                () ->
                                        mistake(
                                                "there is no command "
                                                        + words[0]
                                                        + "; .help lists them"));
        switch (command) {
            case HELP ->
                    Stream.of(DotCommand.values())
                            .forEach(
                                    each ->
                                            out.printf(
                                                    "%-8s  %s%n", each.text(), each.description()));
            case TIMING -> toggleTiming();
            case C -> out.println(engine.inspect(lastQuery()).c().stripTrailing());
            case PLAN -> out.println(engine.inspect(lastQuery()).plan().stripTrailing());
            case TABLES ->
                    engine.tables()
                            .forEach(
                                    table ->
                                            out.println(
                                                    table
                                                            + " ("
                                                            + String.join(
                                                                    ", ", engine.columns(table))
                                                            + ")"));
            case MODELS -> engine.models().forEach(out::println);
            case FORMAT -> format = formatNamed(argument);
            case READ -> runAll(SqlInput.readFile(Path.of(argument)));
            case QUIT -> open = false;
        }
    }

    private void toggleTiming() {
        timing = !timing;
        out.println(timing ? "timing is shown" : "timing is not shown");
    }

    private String lastQuery() {
        if (lastQuery.isEmpty()) {
            throw mistake("there is no query yet; run one first");
        }
        return lastQuery;
    }

    private static ResultFormat formatNamed(String name) {
        return Stream.of(ResultFormat.values())
                .filter(
                        format ->
                                format.name()
                                        .toLowerCase(Locale.ROOT)
                                        .equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> mistake("a format is table, csv or json, not '" + name + "'"));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(engine.models());
        for (String table : engine.tables()) {
            names.add(table);
            names.addAll(engine.columns(table));
        }
        return names;
    }

    private static TensorFlareException mistake(String sentence) {
        return new TensorFlareException(ErrorCode.SETTING, sentence);
    }
}
