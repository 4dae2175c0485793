package io.tensorflare.cli;

import java.util.regex.Pattern;

/** Tells statements that read and answer rows from those that change the engine. */
final class Queries {
    private static final Pattern QUERY =
            Pattern.compile("[\\s(]*(SELECT|WITH|VALUES|FROM|TABLE)\\b", Pattern.CASE_INSENSITIVE);

    private Queries() {}

    /** True for a query; may be run again and again, and has a plan. */
    static boolean isQuery(String statement) {
        return QUERY.matcher(statement).lookingAt();
    }
}
