package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.ArrayList;
import java.util.List;

/** Rows of a join's left that have at most one partner, or of which only one counts. */
final class Partner implements Partners, Batch.Within {
    private final Batch input;
    private final JoinTable table;
    private final JoinShape shape;
    private final Place place;
    private final String partner;
    private final Finder finder;
    private final Condition condition;
    private CExpr exists = CExpr.truth(true);

    Partner(Batch input, JoinTable table, Place place, String partner, Finder finder) {
        this.input = input;
        this.table = table;
        this.shape = table.shape();
        this.place = place;
        this.partner = partner;
        this.finder = finder;
        this.condition = new Condition(table, place);
    }

    @Override
    public Batch input() {
        return input;
    }

    @Override
    public CExpr exists() {
        return exists;
    }

    @Override
    public String matched() {
        return "";
    }

    @Override
    public boolean isMovable() {
        return input.isMovable() && finder.isMovable();
    }

    @Override
    public boolean isDense() {
        boolean all =
                switch (shape.kind()) {
                    case LEFT, FULL, MARK -> true;
                    case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI ->
                            finder.isCertain() && condition.isEmpty();
                    case ANTI -> false;
                };
        return all && input.isDense();
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        int[] left = shape.left(uses, false);
        int[] keys = finder.uses();
        for (int i = 0; i < left.length; i++) {
            left[i] += keys[i];
        }
        List<Cell> cells = input.enter(c, left);
        String at = isSingle() ? "[0]" : "[" + index() + "]";
        return switch (shape.kind()) {
            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> pairs(c, cells, at);
            case LEFT, FULL -> outer(c, cells, at);
            case SEMI -> {
                condition.leave(c, any(c, cells, at));
                yield cells;
            }
            case ANTI -> {
                condition.leave(c, any(c, cells, at).not());
                yield cells;
            }
            case MARK -> {
                List<Cell> marked = new ArrayList<>(cells);
                marked.add(Cell.of(mark(c, cells, at)));
                yield marked;
            }
        };
    }

    private List<Cell> pairs(CWriter c, List<Cell> left, String at) {
        condition.leave(c, finder.find(c, left, at));
        List<Cell> pair = condition.pair(left, finder.place(), CExpr.truth(true));
        condition.leave(c, CExpr.truth(true), pair, true);
        return pair;
    }

    private List<Cell> outer(CWriter c, List<Cell> left, String at) {
        CExpr found = finder.find(c, left, at);
        List<Cell> pair = condition.pair(left, finder.place(), CExpr.truth(true));
        exists = condition.kept(c, found, pair);
        return condition.pair(left, finder.place(), exists);
    }

    /** Whether a row has a partner that counts. */
    private CExpr any(CWriter c, List<Cell> left, String at) {
        if (isChain()) {
            return condition.any(c, left, partner, first(at));
        }
        CExpr found = finder.find(c, left, at);
        return condition.holds(c, found, condition.pair(left, finder.place(), CExpr.truth(true)));
    }

    /** Whether a row can have several partners, of which one has to pass the condition. */
    private boolean isChain() {
        return table.kind() == JoinTable.Kind.ROWS && !shape.isUnique() && !condition.isEmpty();
    }

    private String first(String at) {
        return "local->" + ((Finder.Found) finder).found() + at;
    }

    private Value mark(CWriter c, List<Cell> left, String at) {
        if (table.kind() == JoinTable.Kind.ROWS && !condition.isEmpty()) {
            return condition.mark(c, left, partner, first(at));
        }
        CExpr found = finder.find(c, left, at);
        if (!condition.isEmpty()) {
            return condition.mark(
                    c, found, condition.pair(left, finder.place(), CExpr.truth(true)));
        }
        Value value = Value.of(found);
        return shape.asksForNulls() ? value.withValid(known(c, left, found)) : value;
    }

    /** NULL where the row's key is and there are rows, or where a key of the right is NULL. */
    private CExpr known(CWriter c, List<Cell> left, CExpr found) {
        KeyColumn key = table.keys().get(0);
        CExpr table = CExpr.name(CType.INT64, "query->" + this.table.field());
        CExpr rows = CExpr.call(CType.INT64, "flare_join_count", table);
        CExpr nulls = CExpr.call(CType.INT64, "flare_join_apart_count", table);
        CExpr zero = CExpr.number(CType.INT64, 0);
        Value value = left.get(this.table.pair(key).left()).value(c);
        return found.or(rows.plus(nulls).compare("==", zero))
                .or(value.valid().and(nulls.compare("==", zero)));
    }
}
