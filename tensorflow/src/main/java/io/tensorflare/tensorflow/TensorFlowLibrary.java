package io.tensorflare.tensorflow;

import io.tensorflare.ProgressListener;
import io.tensorflare.jni.Native;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** TensorFlow's native library, loaded once a process and only when it is asked for. */
public final class TensorFlowLibrary {
    /**
     * TensorFlow's thread pools belong to the process and the first session's setting wins, so
     * every session asks for what queries want: an operation runs in its caller's thread.
     */
    private static final ConfigProto ONE_THREAD =
            ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(1)
                    .setInterOpParallelismThreads(-1)
                    .build();

    private static long[] functions;

    private TensorFlowLibrary() {}

    /**
     * Loads the library if it is not loaded yet.
     *
     * @param listener hears of the unpacking, which happens once for a user and takes seconds
     */
    public static synchronized void load(ProgressListener listener) {
        if (functions != null) {
            return;
        }
        NativeLibraryFiles files = NativeLibraryFiles.find();
        Native.tensorflowQuietBegin();
        try {
            files.unpackDuring(TensorFlowLibrary::loadNow, listener);
            runAnything();
            functions = findFunctions();
        } finally {
            Native.tensorflowQuietEnd();
        }
    }

    /** Returns how sessions are to be configured. */
    public static ConfigProto sessionConfig() {
        return ONE_THREAD;
    }

    /** Returns the addresses of the functions that native models call, in their order. */
    static synchronized long[] functions() {
        if (functions == null) {
            throw new IllegalStateException("TensorFlow is not loaded");
        }
        return functions.clone();
    }

    private static void loadNow() {
        try {
            Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
        } catch (UnsatisfiedLinkError e) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    Position.UNKNOWN,
                    "TensorFlow's native library cannot be loaded: " + e.getMessage(),
                    e);
        }
    }

    /** The first session of a process writes messages; this one runs while they are kept away. */
    private static void runAnything() {
        try (Graph graph = new Graph()) {
            Constant<TFloat32> one = Ops.create(graph).constant(1f);
            try (Session session = new Session(graph, ONE_THREAD);
                    Result result = session.runner().fetch(one).run()) {
                if (((TFloat32) result.get(0)).getFloat() != 1f) {
                    throw new IllegalStateException("TensorFlow computes 1 wrongly");
                }
            }
        }
    }

    private static long[] findFunctions() {
        return IntStream.range(0, Native.tensorflowCount())
                .mapToObj(Native::tensorflowName)
                .mapToLong(TensorFlowLibrary::address)
                .toArray();
    }

    private static long address(String function) {
        Pointer address = Loader.addressof(function);
        if (address == null || address.isNull()) {
            throw new IllegalStateException("TensorFlow's native library has no " + function);
        }
        return address.address();
    }
}
