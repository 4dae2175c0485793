package io.tensorflare.cli.shell;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords, tables, columns, models and the shell's own commands. */
public final class SqlCompleter implements Completer {
    private static final List<String> KEYWORDS =
            List.of(
                    "all and as asc avg between by case cast coalesce count create cross date day desc describe distinct drop else end",
                    "except exists explain extract false filter from full group having if ilike in inner intersect interval is join last left",
                    "like limit max min model models month not null nulls first offset on or order outer over partition replace right select set",
                    "show substring sum table tables then timestamp true union unnest using values view when where with year");

    private final Supplier<List<String>> names;

    /**
     * Completes among names, too.
     *
     * @param names tables, columns and models at the time of asking
     */
    public SqlCompleter(Supplier<List<String>> names) {
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String typed = line.word().substring(0, line.wordCursor());
        suggestions(line.line(), typed).map(Candidate::new).forEach(candidates::add);
    }

    /** What {@code typed}, the last word of {@code line} so far, can become. */
    Stream<String> suggestions(String line, String typed) {
        if (DotCommand.looksLikeOne(line)) {
            return Stream.of(DotCommand.values())
                    .map(DotCommand::text)
                    .filter(command -> command.startsWith(typed));
        }
        int dot = typed.lastIndexOf('.') + 1;
        String qualifier = typed.substring(0, dot);
        String prefix = typed.substring(dot).toLowerCase(Locale.ROOT);
        Stream<String> known = names.get().stream();
        Stream<String> words = dot > 0 ? known : Stream.concat(known, keywords(typed));
        return words.filter(word -> word.toLowerCase(Locale.ROOT).startsWith(prefix))
                .distinct()
                .map(word -> qualifier + word);
    }

    /** In capitals if the typed letters are. */
    private static Stream<String> keywords(String typed) {
        boolean capitals = !typed.isEmpty() && typed.equals(typed.toUpperCase(Locale.ROOT));
        return KEYWORDS.stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .map(word -> capitals ? word.toUpperCase(Locale.ROOT) : word);
    }
}
