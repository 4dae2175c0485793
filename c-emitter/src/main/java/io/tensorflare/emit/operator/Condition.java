package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.ArrayList;
import java.util.List;

/** The residual condition of a join, and the columns that come out of it. */
final class Condition {
    private final JoinTable table;
    private final JoinShape shape;
    private final Place place;

    Condition(JoinTable table, Place place) {
        this.table = table;
        this.shape = table.shape();
        this.place = place;
    }

    boolean isEmpty() {
        return shape.residual().isEmpty();
    }

    /** The columns that the condition reads: the left's, then the partner's. */
    List<Cell> pair(List<Cell> left, String place, CExpr exists) {
        List<Cell> both = new ArrayList<>(left);
        both.addAll(table.partner(left, place, exists));
        return both;
    }

    /** The output's columns for a row of the left that may have a partner. */
    List<Cell> output(List<Cell> left, List<Cell> pair, String place, CExpr exists) {
        return switch (shape.kind()) {
            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> pair;
            case LEFT, FULL -> pair(left, place, exists);
            case SEMI, ANTI, MARK -> left;
        };
    }

    /** Goes on to the next row unless the condition is true; rows without a partner stay. */
    void leave(CWriter c, CExpr exists, List<Cell> pair, boolean onlyPairs) {
        if (isEmpty()) {
            return;
        }
        CWriter before = c.inner();
        CExpr truth = truth(pair, before);
        if (onlyPairs) {
            c.add(before);
            leave(c, truth);
        } else if (before.isEmpty()) {
            leave(c, exists.not().or(truth));
        } else {
            leave(c, exists.not().or(holds(c, exists, pair)));
        }
    }

    void leave(CWriter c, CExpr truth) {
        if (!truth.isTrue()) {
            c.block("if ($)", table.note(), () -> c.line("continue;"), truth.not());
        }
    }

    private CExpr truth(List<Cell> pair, CWriter c) {
        return place.expressions(pair, table.note(), c).truth(shape.condition());
    }

    /** Whether there is a partner and the condition is true, without statements where possible. */
    CExpr holds(CWriter c, CExpr exists, List<Cell> pair) {
        if (isEmpty()) {
            return exists;
        }
        CWriter before = c.deeper();
        CExpr truth = truth(pair, before);
        if (before.isEmpty()) {
            return exists.and(truth);
        }
        if (exists.isTrue()) {
            truth(pair, c);
            return truth;
        }
        CExpr holds = flag("has_" + table.tag());
        c.line("bool $ = $;", holds, exists).note(table.note());
        c.block("if ($)", () -> c.add(before).line("$ = $;", holds, truth), holds);
        return holds;
    }

    /** The same in a variable, for use more than once. */
    CExpr kept(CWriter c, CExpr exists, List<Cell> pair) {
        CExpr holds = holds(c, exists, pair);
        if (isEmpty() || holds.isVariable() || holds.isTrue()) {
            return holds;
        }
        CExpr name = flag("has_" + table.tag());
        c.declaration(name, "const bool $ = $;", name, holds).note(table.note());
        return name;
    }

    /** Whether any row of the chain that begins at {@code partner} makes the condition true. */
    CExpr any(CWriter c, List<Cell> left, String partner, String from) {
        CExpr any = flag("has_" + table.tag());
        c.line("bool $ = false;", any);
        List<Cell> pair = pair(left, partner + "->", CExpr.truth(true));
        chain(
                c,
                partner,
                from,
                any,
                () -> {
                    CExpr truth = truth(pair, c);
                    c.line("$ = $;", any, truth);
                });
        return any;
    }

    /** The three-valued answer for the chain that begins at {@code partner}. */
    Value mark(CWriter c, List<Cell> left, String partner, String from) {
        CExpr any = flag("has_" + table.tag());
        CExpr unknown = flag("maybe_" + table.tag());
        c.line("bool $ = false;", any);
        c.declaration(unknown, "bool $ = false;", unknown);
        List<Cell> pair = pair(left, partner + "->", CExpr.truth(true));
        boolean[] vague = {false};
        chain(c, partner, from, any, () -> vague[0] = test(c, pair, any, unknown));
        return Value.of(any).withValid(vague[0] ? any.or(unknown.not()) : CExpr.truth(true));
    }

    private boolean test(CWriter c, List<Cell> pair, CExpr any, CExpr unknown) {
        Value value = place.expressions(pair, table.note(), c).value(shape.condition());
        c.line("$ = $;", any, value.truth());
        if (value.nullable()) {
            c.line("$ = $;", unknown, unknown.or(value.valid().not()));
        }
        return value.nullable();
    }

    /** The three-valued answer for the only row. */
    Value mark(CWriter c, CExpr exists, List<Cell> pair) {
        CExpr any = flag("has_" + table.tag());
        CExpr unknown = flag("maybe_" + table.tag());
        c.line("bool $ = false;", any);
        c.line("bool $ = false;", unknown);
        CWriter inside = c.deeper();
        boolean vague = test(inside, pair, any, unknown);
        if (exists.isTrue()) {
            test(c, pair, any, unknown);
        } else {
            c.block("if ($)", () -> c.add(inside), exists);
        }
        return Value.of(any).withValid(vague ? any.or(unknown.not()) : CExpr.truth(true));
    }

    private void chain(CWriter c, String partner, String from, CExpr until, Runnable body) {
        c.block(
                "for (const struct $ *$ = $; $; $ = $)",
                table.note(),
                body,
                table.tag(),
                partner,
                table.keys().isEmpty()
                        ? CExpr.call(CType.INT64, "flare_join_first", "worker", from)
                        : CExpr.name(CType.INT64, from),
                CExpr.name(CType.BOOL, partner).and(until.not()),
                partner,
                CExpr.name(CType.INT64, partner + "->next"));
    }

    private CExpr flag(String wanted) {
        return CExpr.name(CType.BOOL, place.names().unique(wanted));
    }
}
