package io.tensorflare.tensorflow;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What CREATE MODEL ... WITH can say of a SavedModel.
 *
 * @param tag of the meta graph
 * @param signature its name; otherwise serving_default or the only one
 * @param inputs all inputs, in the order of the arguments; otherwise the order of their names
 * @param output the result; otherwise the only output, or the only one of integers
 */
record ModelOptions(
        String tag,
        Optional<String> signature,
        Optional<List<String>> inputs,
        Optional<String> output) {
    private static final List<String> KEYS = List.of("inputs", "output", "signature", "tag");
    private static final String DEFAULT_TAG = "serve";

    static ModelOptions of(Map<String, String> options) {
        for (String key : new TreeSet<>(options.keySet())) {
            if (!KEYS.contains(key)) {
                throw new TensorFlareException(
                        ErrorCode.SETTING,
                        "CREATE MODEL of a SavedModel has no option '%s'; there are %s"
                                .formatted(key, String.join(", ", KEYS)));
            }
        }
        return new ModelOptions(
                options.getOrDefault("tag", DEFAULT_TAG),
                Optional.ofNullable(options.get("signature")),
                Optional.ofNullable(options.get("inputs")).map(ModelOptions::split),
                Optional.ofNullable(options.get("output")));
    }

    private static List<String> split(String names) {
        return Arrays.stream(names.split(",")).map(String::strip).toList();
    }
}
