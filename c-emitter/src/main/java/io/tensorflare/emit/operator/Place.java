package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.Positions;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.emit.expression.Expressions;
import java.util.ArrayList;
import java.util.List;

/**
 * The pipeline function that is being written.
 *
 * @param names of the function
 * @param local fields of the worker's own struct for this pipeline
 * @param begin what a morsel needs before its first block
 * @param open body of the function that opens it
 * @param built what the engine adds up, works on part by part and finishes
 */
record Place(
        Assembly assembly,
        Context context,
        int number,
        Names names,
        StructFields local,
        CWriter begin,
        CWriter open,
        List<Built> built) {
    static Place of(Assembly assembly, int number) {
        return of(assembly, assembly.context(), number);
    }

    private static Place of(Assembly assembly, Context context, int number) {
        return new Place(
                assembly,
                context,
                number,
                context.globals().inner(),
                new StructFields(),
                new CWriter().deeper(),
                new CWriter().deeper(),
                new ArrayList<>());
    }

    /** A place whose text is thrown away: for finding out how values arrive. */
    Place scratch() {
        Context scratch =
                new Context(
                        new Parameters(),
                        new Positions(),
                        context.globals().inner(),
                        new CWriter());
        return of(assembly, scratch, number);
    }

    Expressions expressions(List<Cell> cells, String node, CWriter c) {
        return new Expressions(context(), names, Steps.scope(cells), node, c);
    }

    /** Loops over the rows of a batch. */
    void loop(CWriter c, Batch batch, Runnable body) {
        c.block(
                "for (int32_t $ = $; $ < $; $++)",
                body,
                batch.index(),
                batch.first(),
                batch.index(),
                batch.total(),
                batch.index());
    }
}
