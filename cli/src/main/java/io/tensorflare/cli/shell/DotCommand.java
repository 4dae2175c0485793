package io.tensorflare.cli.shell;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the shell understands besides SQL. */
public enum DotCommand {
    HELP("shows this list"),
    TIMING("shows what each query costs, or stops showing it"),
    C("shows the C of the last query"),
    PLAN("shows the plan of the last query"),
    TABLES("lists the tables and their columns"),
    MODELS("lists the models"),
    FORMAT("prints results as table, csv or json: .format csv"),
    READ("runs the statements of a file: .read query.sql"),
    QUIT("leaves; so does Ctrl-D");

    private final String description;

    DotCommand(String description) {
        this.description = description;
    }

    public String text() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    public String description() {
        return description;
    }

    public static boolean looksLikeOne(String line) {
        return line.stripLeading().startsWith(".");
    }

    /** The command that a line names with its first word. */
    public static Optional<DotCommand> named(String word) {
        return Stream.of(values())
                .filter(command -> command.text().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
