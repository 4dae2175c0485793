package io.tensorflare.emit;

import io.tensorflare.emit.operator.ProgramCode;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Turns a plan into a C program. */
public final class Emitter {
    private static final int SHALLOW = 60;
    private static final int FEW = 400;
    private static final int DEEPEST = 3_000;
    private static final long STACK_BYTES = 512L << 20;

    private Emitter() {}

    /**
     * The program of a plan. The same plan gives the same text.
     *
     * @throws io.tensorflare.plan.TensorFlareException with code UNSUPPORTED for what cannot run
     *     yet
     */
    public static Program emit(Plan plan, EmitOptions options) {
        Depth extent = Depth.of(plan);
        int depth = extent.deepest();
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
        return depth > SHALLOW || extent.nodes() > FEW
                ? inThread(() -> new ProgramCode(plan, options).emit())
                : new ProgramCode(plan, options).emit();
    }

    /** Deep and wide expressions need a deep stack. */
    private static Program inThread(Supplier<Program> work) {
        FutureTask<Program> task = new FutureTask<>(work::get);
        Thread thread = new Thread(null, task, "emitter", STACK_BYTES);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TensorFlareException mistake) {
                throw mistake;
            }
            throw new IllegalStateException("emission failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TensorFlareException(
                    ErrorCode.CANCELLED, "the query was cancelled while its program was written");
        }
    }
}
