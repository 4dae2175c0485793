package io.tensorflare.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Makes signatures of SavedModels, and says whether TensorFlow itself is here. */
final class TestModels {
    private TestModels() {}

    /** A tensor named {@code name:0} in the graph. */
    static TensorInfo tensor(String name, DataType type, long... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (long size : shape) {
            dims.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return TensorInfo.newBuilder()
                .setName(name + ":0")
                .setDtype(type)
                .setTensorShape(dims)
                .build();
    }

    /** A tensor about whose shape nothing is known. */
    static TensorInfo shapeless(String name, DataType type) {
        return TensorInfo.newBuilder()
                .setName(name + ":0")
                .setDtype(type)
                .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
                .build();
    }

    static void write(Path directory, MetaGraphDef... graphs) {
        SavedModel.Builder model = SavedModel.newBuilder();
        for (MetaGraphDef graph : graphs) {
            model.addMetaGraphs(graph);
        }
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("saved_model.pb"), model.build().toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static MetaGraphDef.Builder graph(String... tags) {
        MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
        for (String tag : tags) {
            graph.getMetaInfoDefBuilder().addTags(tag);
        }
        return graph;
    }

    static void write(Path directory, SignatureDef.Builder signature) {
        write(
                directory,
                graph("serve")
                        .putSignatureDef("serving_default", signature.build())
                        .putSignatureDef("__saved_model_init_op", SignatureDef.getDefaultInstance())
                        .build());
    }

    static void assertSentence(String sentence, Executable executable) {
        assertEquals(sentence, assertThrows(TensorFlareException.class, executable).getMessage());
    }

    /** Skips a test where TensorFlow's native jar is not on the class path; never in CI. */
    static void assumeTensorFlow() {
        String library =
                "org/tensorflow/internal/c_api/" + Loader.getPlatform() + "/libtensorflow_cc.so.2";
        boolean present = TestModels.class.getClassLoader().getResource(library) != null;
        if (!present && "true".equals(System.getenv("CI"))) {
            fail("TensorFlow's native jar is missing, and CI must not go without it");
        }
        assumeTrue(present, "TensorFlow's native jar is not on the class path");
    }
}
