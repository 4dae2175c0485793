package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Rows of a join's right side once all of the left have passed: with a partner, or without. */
record BuiltRows(JoinTable table, Place place) implements Batch.OfPointers {
    @Override
    public boolean isDense() {
        return false;
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        Batch.OfPointers.declare(c, table.tag(), "source", table.note());
        CExpr matched =
                CExpr.name(CType.BOOL, "source->" + table.matched())
                        .compare("!=", CExpr.number(CType.BOOL, 0));
        JoinShape shape = table.shape();
        boolean partnered = shape.kind() == Plan.Join.Kind.RIGHT_SEMI;
        new Condition(table, place).leave(c, partnered ? matched : matched.not());
        List<Cell> right = table.built("source->");
        if (shape.outputWidth() == shape.rightWidth()) {
            return right;
        }
        List<Cell> both = new ArrayList<>(JoinTable.nulls(shape.plan().left().columns()));
        both.addAll(right);
        return both;
    }
}
