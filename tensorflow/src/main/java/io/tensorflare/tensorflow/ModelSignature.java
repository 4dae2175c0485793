package io.tensorflare.tensorflow;

import io.tensorflare.ModelDescription;
import io.tensorflare.plan.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of a SavedModel that a SQL function is made of.
 *
 * @param tag of the meta graph
 * @param inputs in the order of the function's arguments
 * @param output one value a row
 */
record ModelSignature(String tag, List<ModelTensor> inputs, ModelTensor output) {

    /** Returns what the engine wants to know of it. */
    ModelDescription describe(Path directory, Map<String, String> options) {
        List<String> names = new ArrayList<>();
        List<Type> arguments = new ArrayList<>();
        for (ModelTensor input : inputs) {
            for (String column : input.columns()) {
                names.add(column);
                arguments.add(input.type().sql());
            }
        }
        return new ModelDescription(
                directory,
                SavedModelFile.version(directory),
                options,
                names,
                arguments,
                inputs.stream().map(ModelTensor::width).toList(),
                output.name(),
                output.type().sql());
    }
}
