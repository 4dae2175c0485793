package io.tensorflare.tensorflow;

import static io.tensorflare.tensorflow.TestModels.assertSentence;
import static io.tensorflare.tensorflow.TestModels.assumeTensorFlow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import io.tensorflare.ModelDescription;
import io.tensorflare.ProgressListener;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.tensorflow.demo.Crime;
import io.tensorflare.tensorflow.demo.CrimeClassifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Signature;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Runs TensorFlow itself; {@code -DexcludedGroups=tensorflow} leaves these tests out. */
@Tag("tensorflow")
class TensorFlowModelTest {
    private static final int TILE_ROWS = 2048;

    @TempDir static Path temp;
    private static final Crime CRIME = Crime.read();
    private static final TensorFlowModelLoader LOADER = new TensorFlowModelLoader();
    private static Path classifier;
    private static CrimeClassifier.Training training;

    @BeforeAll
    static void train() throws IOException {
        assumeTensorFlow();
        classifier = temp.resolve("classifier");
        training = CrimeClassifier.export(CRIME, classifier, ProgressListener.NONE);
    }

    @Test
    void trainingFindsEveryCluster() {
        assertEquals(50, training.states());
        assertEquals(50, training.correct());
        assertEquals(0.022655, training.loss(), 1e-4);
    }

    @Test
    void exportIsDescribedLoadedAndRun() {
        ModelDescription description = LOADER.describe(classifier, Map.of());
        assertEquals(List.of(4), description.widths());
        assertEquals("classification", description.output());
        try (TensorFlowModel model = load(classifier)) {
            assertEquals(
                    CRIME.states().stream().map(state -> (long) state.cluster()).toList(),
                    classify(model, 50));
            assertEquals(200, classify(model, 200).size());
            assertEquals(TILE_ROWS, classify(model, TILE_ROWS).size());
        }
    }

    /** Workers share a session and call it at the same time, each with a tile of its own. */
    @Test
    void threadsShareAModel() {
        try (TensorFlowModel model = load(classifier)) {
            List<Long> alone = classify(model, 1000);
            IntStream.range(0, 200)
                    .parallel()
                    .forEach(i -> assertEquals(alone, classify(model, 1000)));
        }
    }

    /**
     * TensorFlow keeps memory that is aligned as a tile is, and copies other memory. Native runs
     * insist on the former.
     */
    @Test
    void alignedTilesAreNotCopied() {
        try (TensorFlowModel model = load(classifier)) {
            ByteBuffer tile = model.tile();
            assertTrue(isWrapped(tile), "a tile");
            assertFalse(isWrapped(tile.slice(16, 16)), "memory aligned to 16");
            assertThrows(
                    IllegalStateException.class,
                    () -> model.run(tile.slice(16, 64), 1, 1, ByteBuffer.allocateDirect(8)));
        }
    }

    @Test
    void severalInputsOfDifferentTypes() throws IOException {
        Path model = temp.resolve("several");
        ExportedModels.sum(model);
        try (TensorFlowModel loaded = load(model)) {
            ByteBuffer tile = loaded.tile();
            for (int row = 0; row < TILE_ROWS; row++) {
                tile.putFloat(row * Float.BYTES, row + 0.5f);
                tile.putLong(TILE_ROWS * Float.BYTES + row * Long.BYTES, 10L * row);
            }
            assertEquals(List.of(0L, 11L, 22L), run(loaded, tile, 3));
            assertEquals(11L * 2047, run(loaded, tile, TILE_ROWS).get(2047));
        }
    }

    @Test
    void failureOfARunIsOneSentenceAndTheModelGoesOn() throws IOException {
        Path model = temp.resolve("lookup");
        ExportedModels.lookup(model);
        try (TensorFlowModel loaded = load(model)) {
            ByteBuffer tile = loaded.tile();
            tile.putLong(0, 7);
            assertSentence(
                    "TensorFlow could not run the model in '%s': indices[0] = 7 is not in [0, 3)"
                            .formatted(model),
                    () -> run(loaded, tile, 1));
            tile.putLong(0, 2);
            assertEquals(List.of(30L), run(loaded, tile, 1));
        }
    }

    @Test
    void damagedModels() throws IOException {
        Path cut = copyOfClassifier("cut");
        for (Path file : variables(cut)) {
            Files.write(file, new byte[0]);
        }
        String message =
                assertThrows(TensorFlareException.class, () -> load(cut).close()).getMessage();
        assertTrue(
                message.startsWith("TensorFlow could not load the model in '" + cut + "': "),
                message);
        assertFalse(message.contains("\n"), message);

        Path empty = copyOfClassifier("empty");
        for (Path file : variables(empty)) {
            Files.delete(file);
        }
        try (TensorFlowModel model = load(empty)) {
            ByteBuffer tile = model.tile();
            String missing =
                    assertThrows(TensorFlareException.class, () -> run(model, tile, 1))
                            .getMessage();
            assertTrue(missing.contains("Attempting to use uninitialized value"), missing);
        }
    }

    @Test
    void signaturesThatLie() throws IOException {
        Path nowhere = copyOfClassifier("nowhere");
        editInput(nowhere, "\"x:0\"", "\"nowhere:0\"");
        assertSentence(
                "the signature of the model in '%s' names 'nowhere:0', which its graph does not have"
                        .formatted(nowhere),
                () -> load(nowhere).close());
        Path index = copyOfClassifier("index");
        editInput(index, "\"x:0\"", "\"x:1\"");
        assertSentence(
                "the signature of the model in '%s' names 'x:1', which its graph does not have"
                        .formatted(index),
                () -> load(index).close());
        Path type = copyOfClassifier("type");
        editInput(type, "DT_FLOAT", "DT_DOUBLE");
        assertSentence(
                "'x:0' in the graph of the model in '%s' is not of the type that its signature says"
                        .formatted(type),
                () -> load(type).close());
    }

    @Test
    void outputWithMoreThanOneValueARow() throws IOException {
        Path copy = copyOfClassifier("wide");
        edit(
                copy,
                signature -> {
                    SignatureDef.Builder wide =
                            signature.toBuilder().removeOutputs("classification");
                    wide.putOutputs(
                            "probabilities",
                            wide.getOutputsOrThrow("probabilities").toBuilder()
                                    .clearTensorShape()
                                    .build());
                    return wide.build();
                });
        try (TensorFlowModel model = load(copy)) {
            assertSentence(
                    "the model in '%s' gave 8 values for 2 rows, where one for each row is needed"
                            .formatted(copy),
                    () -> run(model, model.tile(), 2));
        }
    }

    @Test
    void modelThatChangedSinceItWasRegistered() throws IOException {
        Path copy = copyOfClassifier("changed");
        ModelDescription description = LOADER.describe(copy, Map.of());
        assertEquals(description, LOADER.describe(copy, Map.of()));
        Path file = copy.resolve("variables/variables.data-00000-of-00001");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertSentence(
                "the files of the model in '%s' have changed since it was registered; run CREATE OR REPLACE MODEL"
                        .formatted(copy),
                () -> LOADER.load(description, ProgressListener.NONE).close());
        assertNotEquals(description, LOADER.describe(copy, Map.of()));
        load(copy).close();
    }

    @Test
    void closedModel() {
        TensorFlowModel model = load(classifier);
        assertNotEquals(0, model.handle());
        model.close();
        model.close();
        assertThrows(IllegalStateException.class, model::handle);
    }

    @Test
    void costOfSessionRun() {
        assertTrue(SessionRunCost.cpuNanos(classifier, 10_000) > 0);
    }

    private static TensorFlowModel load(Path directory) {
        return LOADER.load(LOADER.describe(directory, Map.of()), ProgressListener.NONE);
    }

    /** The classes of the first {@code rows} rows of the states, repeated. */
    private static List<Long> classify(TensorFlowModel model, int rows) {
        ByteBuffer tile = model.tile();
        for (int row = 0; row < rows; row++) {
            Crime.State state = CRIME.states().get(row % 50);
            tile.putFloat((float) state.murder());
            tile.putFloat((float) state.assault());
            tile.putFloat((float) state.population());
            tile.putFloat((float) state.rape());
        }
        return run(model, tile, rows);
    }

    private static List<Long> run(TensorFlowModel model, ByteBuffer tile, int rows) {
        ByteBuffer output =
                ByteBuffer.allocateDirect(rows * Long.BYTES).order(ByteOrder.nativeOrder());
        model.run(tile, rows, 1, output);
        return IntStream.range(0, rows).mapToObj(row -> output.getLong(row * Long.BYTES)).toList();
    }

    /** Does a tensor over the first 16 bytes of this memory have its data there? */
    private static boolean isWrapped(ByteBuffer memory) {
        BytePointer data = new BytePointer(memory).limit(16);
        try (TF_Tensor tensor = TF_Tensor.newTensor(tensorflow.TF_FLOAT, new long[] {1, 4}, data)) {
            return tensorflow.TF_TensorData(tensor).address() == data.address();
        }
    }

    private static Path copyOfClassifier(String name) throws IOException {
        Path copy = temp.resolve(name);
        try (Stream<Path> files = Files.walk(classifier)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(classifier.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static List<Path> variables(Path model) throws IOException {
        try (Stream<Path> files = Files.list(model.resolve("variables"))) {
            return files.toList();
        }
    }

    private static void editInput(Path directory, String from, String to) throws IOException {
        edit(
                directory,
                signature -> {
                    String text =
                            TextFormat.printer().printToString(signature.getInputsOrThrow("x"));
                    assertTrue(text.contains(from), text);
                    TensorInfo.Builder input = TensorInfo.newBuilder();
                    try {
                        TextFormat.merge(text.replace(from, to), input);
                    } catch (TextFormat.ParseException e) {
                        throw new AssertionError(e);
                    }
                    return signature.toBuilder().putInputs("x", input.build()).build();
                });
    }

    private static void edit(Path directory, UnaryOperator<SignatureDef> change)
            throws IOException {
        Path file = directory.resolve("saved_model.pb");
        SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
        model.getMetaGraphsBuilder(0)
                .putSignatureDef(
                        Signature.DEFAULT_KEY,
                        change.apply(
                                model.getMetaGraphs(0)
                                        .getSignatureDefOrThrow(Signature.DEFAULT_KEY)));
        Files.write(file, model.build().toByteArray());
    }
}
