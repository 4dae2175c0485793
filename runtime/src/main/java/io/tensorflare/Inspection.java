package io.tensorflare;

/**
 * What becomes of a query, stage by stage, as text for people.
 *
 * @param sql the statement
 * @param plan operators, one a line, numbered as in the C text
 * @param pipelines one a line
 * @param c the program, with comments
 * @param compileCommand how it is compiled
 * @param timings of a run of it
 */
public record Inspection(
        String sql,
        String plan,
        String pipelines,
        String c,
        String compileCommand,
        Timings timings) {}
