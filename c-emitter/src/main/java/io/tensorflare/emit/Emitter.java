package io.tensorflare.emit;

import io.tensorflare.emit.operator.ProgramCode;
import io.tensorflare.plan.DeepStack;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;

/** Turns a plan into a C program. */
public final class Emitter {
    private static final int DEEPEST = 3_000;

    private Emitter() {}

    /**
     * The program of a plan. The same plan gives the same text.
     *
     * @throws io.tensorflare.plan.TensorFlareException with code UNSUPPORTED for what cannot run
     *     yet
     */
    public static Program emit(Plan plan, EmitOptions options) {
        int depth = Depth.of(plan);
        if (depth > DEEPEST) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    Position.UNKNOWN,
                    "an expression is nested "
                            + depth
                            + " levels deep, at most "
                            + DEEPEST
                            + " can run: divide it among subqueries");
        }
        return DeepStack.call(() -> new ProgramCode(plan, options).emit());
    }
}
