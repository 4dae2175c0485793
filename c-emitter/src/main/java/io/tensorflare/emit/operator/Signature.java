package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import java.util.Set;

/**
 * Writes a function of the contents page: untyped arguments become the program's own structs as far
 * as the body uses them.
 */
final class Signature {
    private Signature() {}

    static void write(
            CWriter functions,
            String comment,
            String name,
            CWriter body,
            String local,
            String... arguments) {
        body.dropUnused();
        CWriter typed = new CWriter().deeper();
        Set<String> words = body.words();
        for (String argument : arguments) {
            typed(typed, words, argument, local);
        }
        if (!words.contains("worker")) {
            typed.line("(void)worker;");
        }
        if (typed.lineCount() > 0 && body.lineCount() > 1) {
            typed.blank();
        }
        typed.add(body);
        functions.function(
                comment,
                "static flare_status $(flare_worker *worker, " + String.join(", ", arguments) + ")",
                typed,
                name);
    }

    private static void typed(CWriter typed, Set<String> words, String argument, String local) {
        if (!argument.contains("*")) {
            return;
        }
        String name = argument.substring(argument.lastIndexOf('*') + 1);
        String variable =
                name.equals("parameter_block")
                        ? "parameters"
                        : name.equals("state") ? "query" : "local";
        String tag = variable.equals("local") ? local : variable;
        String constant = argument.startsWith("const") ? "const " : "";
        if (words.contains(variable)) {
            typed.line(constant + "struct $ *const $ = $;", tag, variable, name);
        } else {
            typed.line("(void)$;", name);
        }
    }
}
