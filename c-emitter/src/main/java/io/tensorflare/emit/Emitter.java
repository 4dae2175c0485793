package io.tensorflare.emit;

import io.tensorflare.emit.operator.ProgramCode;
import io.tensorflare.plan.Plan;

/** Turns a plan into a C program. */
public final class Emitter {
    private Emitter() {}

    /**
     * The program of a plan. The same plan gives the same text.
     *
     * @throws io.tensorflare.plan.TensorFlareException with code UNSUPPORTED for what cannot run
     *     yet
     */
    public static Program emit(Plan plan, EmitOptions options) {
        return new ProgramCode(plan, options).emit();
    }
}
