package io.tensorflare.tensorflow;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Turns one signature of a SavedModel into a SQL function: its arguments in order, and its result.
 */
final class SignatureReader {
    private static final long FREE = -1;

    /** An operation's name as TensorFlow allows it, and the number of its output. */
    private static final Pattern TENSOR_NAME =
            Pattern.compile("([A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*)(?::([0-9]{1,9}))?");

    private final Path directory;
    private final ModelOptions options;
    private final Map<String, TensorInfo> inputs;
    private final Map<String, TensorInfo> outputs;

    private SignatureReader(Path directory, ModelOptions options, SignatureDef signature) {
        this.directory = directory;
        this.options = options;
        this.inputs = new TreeMap<>(signature.getInputsMap());
        this.outputs = new TreeMap<>(signature.getOutputsMap());
    }

    static ModelSignature read(Path directory, ModelOptions options) {
        SignatureDef signature = SavedModelFile.readSignature(directory, options);
        SignatureReader reader = new SignatureReader(directory, options, signature);
        return new ModelSignature(options.tag(), reader.inputs(), reader.output());
    }

    // ---- inputs -------------------------------------------------------------------------------

    private List<ModelTensor> inputs() {
        if (inputs.isEmpty()) {
            throw error("the model in '%s' has no input", directory);
        }
        List<String> names = options.inputs().orElse(List.copyOf(inputs.keySet()));
        if (names.size() != inputs.size() || !new HashSet<>(names).equals(inputs.keySet())) {
            throw error(
                    "the inputs of the model in '%s' are %s; WITH (inputs = '...') must name each once",
                    directory, String.join(", ", inputs.keySet()));
        }
        return names.stream().map(name -> input(name, inputs.get(name))).toList();
    }

    private ModelTensor input(String name, TensorInfo info) {
        TensorType type =
                TensorType.of(info.getDtype())
                        .filter(TensorType::isInput)
                        .orElseThrow(() -> wrongInput(name, info));
        List<Long> shape = shape(info).orElseThrow(() -> wrongInput(name, info));
        boolean fits =
                !shape.isEmpty()
                        && shape.size() <= 2
                        && shape.get(0) == FREE
                        && (shape.size() == 1
                                || (shape.get(1) >= 1 && shape.get(1) <= Short.MAX_VALUE));
        if (!fits) {
            throw wrongInput(name, info);
        }
        return tensor(name, info, type, shape).orElseThrow(() -> wrongInput(name, info));
    }

    private TensorFlareException wrongInput(String name, TensorInfo info) {
        return error(
                "the input '%s' of the model in '%s' is %s; inputs are fed from columns and must be float, double,"
                        + " int32 or int64 of shape [?] or [?, columns]",
                name, directory, describe(info));
    }

    // ---- output -------------------------------------------------------------------------------

    private ModelTensor output() {
        if (options.output().isPresent()) {
            return chosenOutput(options.output().get());
        }
        if (outputs.size() == 1) {
            return chosenOutput(outputs.keySet().iterator().next());
        }
        List<ModelTensor> labels = new ArrayList<>();
        outputs.forEach(
                (name, info) ->
                        output(name, info)
                                .filter(tensor -> tensor.type().isLabel())
                                .ifPresent(labels::add));
        if (labels.size() != 1) {
            throw error(
                    "the model in '%s' has the outputs %s; choose one that has one value a row by WITH (output = '...')",
                    directory, describe(outputs));
        }
        return labels.get(0);
    }

    private ModelTensor chosenOutput(String name) {
        TensorInfo info = outputs.get(name);
        if (info == null) {
            throw error(
                    "the model in '%s' has no output '%s'; there are %s",
                    directory, name, describe(outputs));
        }
        return output(name, info)
                .orElseThrow(
                        () ->
                                error(
                                        "the output '%s' of the model in '%s' is %s; a function needs float, double, int32,"
                                                + " int64 or bool of shape [?] or [?, 1]",
                                        name, directory, describe(info)));
    }

    /**
     * The output as one value a row, or empty where it is something else. An unknown shape is
     * checked at run time.
     */
    private static Optional<ModelTensor> output(String name, TensorInfo info) {
        List<Long> shape = shape(info).orElse(List.of(FREE));
        boolean oneValue =
                shape.size() == 1
                        || (shape.size() == 2 && (shape.get(1) == 1 || shape.get(1) == FREE));
        if (!oneValue || shape.get(0) != FREE) {
            return Optional.empty();
        }
        return TensorType.of(info.getDtype())
                .flatMap(type -> tensor(name, info, type, List.of(FREE)));
    }

    // ---- tensors ------------------------------------------------------------------------------

    /** Empty where the name is none that a graph can have: it goes to native code. */
    private static Optional<ModelTensor> tensor(
            String name, TensorInfo info, TensorType type, List<Long> shape) {
        Matcher matcher = TENSOR_NAME.matcher(info.getName());
        if (!info.hasName() || !matcher.matches()) {
            return Optional.empty();
        }
        int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        int width = shape.size() == 1 ? 1 : Math.toIntExact(shape.get(1));
        return Optional.of(
                new ModelTensor(name, matcher.group(1), index, type, shape.size(), width));
    }

    private static Optional<List<Long>> shape(TensorInfo info) {
        if (!info.hasTensorShape() || info.getTensorShape().getUnknownRank()) {
            return Optional.empty();
        }
        return Optional.of(
                info.getTensorShape().getDimList().stream()
                        .map(TensorShapeProto.Dim::getSize)
                        .toList());
    }

    private static String describe(Map<String, TensorInfo> tensors) {
        return tensors.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + describe(entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String describe(TensorInfo info) {
        String type = info.getDtype().name().replaceFirst("^DT_", "").toLowerCase(Locale.ROOT);
        return shape(info)
                .map(
                        shape ->
                                shape.stream()
                                        .map(size -> size == FREE ? "?" : size.toString())
                                        .collect(Collectors.joining(", ", type + " [", "]")))
                .orElse(type + " of unknown shape");
    }

    private static TensorFlareException error(String format, Object... arguments) {
        return new TensorFlareException(ErrorCode.MODEL, format.formatted(arguments));
    }
}
