package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a join's left, each as often as it has partners; once where it has none and the join
 * keeps it.
 *
 * @param partner name of the pointer to the right's row
 * @param pairs name of the {@code flare_pairs}
 * @param index counts the pairs of a block
 * @param row the worker's array of numbers of rows
 * @param match the worker's array of partners
 */
record Pairs(
        Batch input,
        JoinTable table,
        Place place,
        String partner,
        String pairs,
        String index,
        String row,
        String match,
        String matched)
        implements Partners {
    @Override
    public String rows() {
        return pairs + ".count";
    }

    @Override
    public boolean isDense() {
        return table.shape().residual().isEmpty();
    }

    @Override
    public boolean isMovable() {
        return input.isMovable();
    }

    @Override
    public String blockType() {
        return input.blockType();
    }

    @Override
    public void arrays(CWriter c, CWriter body) {
        input.arrays(c, body);
    }

    @Override
    public CExpr exists() {
        return matched.isEmpty() ? CExpr.truth(true) : Finder.Found.exists(partner);
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        JoinShape shape = table.shape();
        CExpr number = CExpr.name(CType.INT32, input.index());
        c.declaration(
                number,
                "const int32_t $ = $;",
                number,
                CExpr.name(CType.INT32, "local->" + row + "[" + index + "]"));
        Finder.Found.declare(c, table, partner, "local->" + match + "[" + index + "]");
        List<Cell> left = new ArrayList<>();
        for (Cell cell : input.enter(c, shape.left(uses, false))) {
            left.add(cell.where(CExpr.truth(true)));
        }
        Condition condition = new Condition(table, place);
        List<Cell> pair = condition.pair(left, partner + "->", CExpr.truth(true));
        condition.leave(c, exists(), pair, matched.isEmpty());
        return condition.output(left, pair, partner + "->", exists());
    }
}
