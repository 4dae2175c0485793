package io.tensorflare.tensorflow;

import static io.tensorflare.tensorflow.TestModels.assertSentence;
import static io.tensorflare.tensorflow.TestModels.graph;
import static io.tensorflare.tensorflow.TestModels.shapeless;
import static io.tensorflare.tensorflow.TestModels.tensor;
import static io.tensorflare.tensorflow.TestModels.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.ModelDescription;
import io.tensorflare.ModelLoader;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class SignatureReaderTest {
    private static final TensorInfo MATRIX = tensor("x", DataType.DT_FLOAT, -1, 4);
    private static final TensorInfo LABEL = tensor("label", DataType.DT_INT64, -1);
    private static final TensorInfo SCORES = tensor("scores", DataType.DT_FLOAT, -1, 4);

    @TempDir Path temp;
    private Path model;

    @BeforeEach
    void nameModel() {
        model = temp.resolve("model");
    }

    @Test
    void engineFindsTheLoader() {
        ModelLoader loader = ServiceLoader.load(ModelLoader.class).findFirst().orElseThrow();
        assertEquals("TensorFlow SavedModel", loader.format());
        assertFalse(loader.accepts(model));
        write(model, signature().putInputs("x", MATRIX).putOutputs("label", LABEL));
        assertTrue(loader.accepts(model));
    }

    @Test
    void matrixTakesOneArgumentAColumn() {
        write(model, signature().putInputs("x", MATRIX).putOutputs("label", LABEL));
        ModelDescription description = describe();
        assertEquals(model.toAbsolutePath(), description.directory());
        assertEquals(List.of("x[0]", "x[1]", "x[2]", "x[3]"), description.names());
        assertEquals(List.of(Type.REAL, Type.REAL, Type.REAL, Type.REAL), description.arguments());
        assertEquals(List.of(4), description.widths());
        assertEquals(Type.BIGINT, description.result());
        assertEquals(List.of(4), description.toModel("classifier").widths());
    }

    @Test
    void inputsComeInTheOrderOfTheirNames() {
        write(model, threeInputs());
        ModelDescription description = describe();
        assertEquals(List.of("a", "b[0]", "b[1]", "c"), description.names());
        assertEquals(
                List.of(Type.INTEGER, Type.DOUBLE, Type.DOUBLE, Type.BIGINT),
                description.arguments());
        assertEquals(List.of(1, 2, 1), description.widths());
        assertEquals(Type.BOOLEAN, description.result());
    }

    @Test
    void optionOrdersInputs() {
        write(model, threeInputs());
        assertEquals(List.of("c", "a", "b[0]", "b[1]"), describe("inputs", "c, a,b").names());
        String sentence =
                "the inputs of the model in '%s' are a, b, c; WITH (inputs = '...') must name each once"
                        .formatted(model);
        assertSentence(sentence, () -> describe("inputs", "a, b"));
        assertSentence(sentence, () -> describe("inputs", "a, b, b"));
        assertSentence(sentence, () -> describe("inputs", "a, b, b, c"));
        assertSentence(sentence, () -> describe("inputs", "a, b, d"));
    }

    @Test
    void labelIsPreferredToScores() {
        write(
                model,
                signature()
                        .putInputs("x", MATRIX)
                        .putOutputs("scores", SCORES)
                        .putOutputs("label", LABEL)
                        .putOutputs("confidence", tensor("confidence", DataType.DT_FLOAT, -1, 1)));
        assertEquals("label", describe().output());
        assertEquals(Type.REAL, describe("output", "confidence").result());
        assertSentence(
                "the output 'scores' of the model in '%s' is float [?, 4]; a function needs float, double, int32, int64 or bool of shape [?] or [?, 1]"
                        .formatted(model),
                () -> describe("output", "scores"));
        assertSentence(
                "the model in '%s' has no output 'class'; there are confidence (float [?, 1]), label (int64 [?]), scores (float [?, 4])"
                        .formatted(model),
                () -> describe("output", "class"));
    }

    @Test
    void severalOutputsWithoutOneLabelAreListed() {
        String sentence =
                "the model in '%s' has the outputs %s; choose one that has one value a row by WITH (output = '...')";
        write(
                model,
                signature()
                        .putInputs("x", MATRIX)
                        .putOutputs("scores", SCORES)
                        .putOutputs("name", tensor("name", DataType.DT_STRING, -1)));
        assertSentence(
                sentence.formatted(model, "name (string [?]), scores (float [?, 4])"),
                this::describe);
        write(
                model,
                signature()
                        .putInputs("x", MATRIX)
                        .putOutputs("a", LABEL)
                        .putOutputs("b", tensor("b", DataType.DT_INT32, -1)));
        assertSentence(sentence.formatted(model, "a (int64 [?]), b (int32 [?])"), this::describe);
    }

    @Test
    void outputOfUnknownShapeIsLeftToTheRun() {
        TensorInfo unknown = shapeless("y", DataType.DT_DOUBLE);
        write(model, signature().putInputs("x", MATRIX).putOutputs("y", unknown));
        assertEquals(Type.DOUBLE, describe().result());
    }

    @Test
    void inputsThatColumnsCannotFeed() {
        assertInput("string [?]", tensor("x", DataType.DT_STRING, -1));
        assertInput("bool [?]", tensor("x", DataType.DT_BOOL, -1));
        assertInput("float []", tensor("x", DataType.DT_FLOAT));
        assertInput("float [1, 4]", tensor("x", DataType.DT_FLOAT, 1, 4));
        assertInput("float [?, ?]", tensor("x", DataType.DT_FLOAT, -1, -1));
        assertInput("float [?, 0]", tensor("x", DataType.DT_FLOAT, -1, 0));
        assertInput("float [?, 5000000000]", tensor("x", DataType.DT_FLOAT, -1, 5_000_000_000L));
        assertInput("float [?, 28, 28]", tensor("x", DataType.DT_FLOAT, -1, 28, 28));
        assertInput("float of unknown shape", shapeless("x", DataType.DT_FLOAT));
    }

    @Test
    void namesThatNoGraphCanHave() {
        for (String name : List.of("", "x\0y", "x:99999999999", "x:-1", "a b", ":0", "^x")) {
            assertInput("float [?, 4]", MATRIX.toBuilder().setName(name).build());
        }
    }

    @Test
    void indexOfTheOutputIsRead() {
        write(
                model,
                signature()
                        .putInputs("x", MATRIX)
                        .putOutputs("y", LABEL.toBuilder().setName("scope/Call_1:3").build()));
        ModelSignature signature = SignatureReader.read(model, ModelOptions.of(Map.of()));
        assertEquals("scope/Call_1", signature.output().operation());
        assertEquals(3, signature.output().index());
    }

    @Test
    void signatureIsChosen() {
        SignatureDef one = signature().putInputs("x", MATRIX).putOutputs("label", LABEL).build();
        SignatureDef two = one.toBuilder().removeOutputs("label").putOutputs("n", LABEL).build();
        write(model, graph("serve").putSignatureDef("only", one).build());
        assertEquals("label", describe().output());
        write(
                model,
                graph("train").build(),
                graph("serve").putSignatureDef("one", one).putSignatureDef("two", two).build());
        assertEquals("n", describe("signature", "two").output());
        assertSentence(
                "the model in '%s' has no signature 'serving_default'; choose one by WITH (signature = '...') from one, two"
                        .formatted(model),
                this::describe);
        assertSentence(
                "the model in '%s' has no graph with the tag 'gpu'; there are [[train], [serve]]"
                        .formatted(model),
                () -> describe("tag", "gpu"));
        write(model, graph("serve").build());
        assertSentence(
                "the model in '%s' has no signature 'serving_default'; it was exported without any"
                        .formatted(model),
                this::describe);
        write(model, signature().putOutputs("label", LABEL));
        assertSentence("the model in '%s' has no input".formatted(model), this::describe);
    }

    @Test
    void foldersWithoutAModel() throws IOException {
        assertSentence(
                "there is no folder '%s' to read a model from".formatted(model), this::describe);
        Files.createDirectory(model);
        assertSentence(
                "the folder '%s' holds no SavedModel: it has no saved_model.pb; name the folder that a model was exported to"
                        .formatted(model),
                this::describe);
        write(model.resolve("1"), signature());
        assertSentence(
                "the folder '%s' holds no SavedModel: it has no saved_model.pb; did you mean '%s'?"
                        .formatted(model, model.resolve("1")),
                this::describe);
        Files.writeString(model.resolve("saved_model.pbtxt"), "");
        assertSentence(
                "the model in '%s' is stored as text, in saved_model.pbtxt; export it in the binary form, as saved_model.pb"
                        .formatted(model),
                this::describe);
        Path file = model.resolve("saved_model.pb");
        Files.writeString(file, "this is no protocol buffer");
        assertSentence(
                "'%s' is not a SavedModel, or it is damaged; export the model again"
                        .formatted(file),
                this::describe);
        assertSentence(
                "'%s' is not a folder; name the folder that holds saved_model.pb".formatted(file),
                () -> new TensorFlowModelLoader().describe(file, Map.of()));
    }

    @Test
    void unknownOption() {
        write(model, signature().putInputs("x", MATRIX).putOutputs("label", LABEL));
        assertSentence(
                "CREATE MODEL of a SavedModel has no option 'batch'; there are inputs, output, signature, tag",
                () -> describe("batch", "1024"));
    }

    private void assertInput(String what, TensorInfo input) {
        write(model, signature().putInputs("x", input).putOutputs("label", LABEL));
        assertSentence(
                "the input 'x' of the model in '%s' is %s; inputs are fed from columns and must be float, double, int32 or int64 of shape [?] or [?, columns]"
                        .formatted(model, what),
                this::describe);
    }

    private ModelDescription describe() {
        return new TensorFlowModelLoader().describe(model, Map.of());
    }

    private ModelDescription describe(String option, String value) {
        return new TensorFlowModelLoader().describe(model, Map.of(option, value));
    }

    private static SignatureDef.Builder signature() {
        return SignatureDef.newBuilder();
    }

    private static SignatureDef.Builder threeInputs() {
        return signature()
                .putInputs("c", tensor("c", DataType.DT_INT64, -1, 1))
                .putInputs("a", tensor("a", DataType.DT_INT32, -1))
                .putInputs("b", tensor("b", DataType.DT_DOUBLE, -1, 2))
                .putOutputs("answer", tensor("answer", DataType.DT_BOOL, -1, 1));
    }
}
