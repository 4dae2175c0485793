package io.tensorflare;

import io.tensorflare.plan.Model;
import io.tensorflare.plan.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a query needs to know of a model before the model is loaded.
 *
 * @param directory where the model is stored, absolute
 * @param version changes when the model's files do, so that a model that was exported anew is
 *     another model
 * @param options what CREATE MODEL said in WITH, keys in lower case
 * @param names of the arguments, for people
 * @param arguments a type for each argument
 * @param widths how many arguments each input tensor takes, as in {@link Model}
 * @param output name of the output that is the result, for people
 * @param result its type
 */
public record ModelDescription(
        Path directory,
        String version,
        Map<String, String> options,
        List<String> names,
        List<Type> arguments,
        List<Integer> widths,
        String output,
        Type result) {
    public ModelDescription {
        options = Map.copyOf(options);
        names = List.copyOf(names);
        arguments = List.copyOf(arguments);
        widths = List.copyOf(widths);
    }

    /** Returns the model as plans name it. */
    public Model toModel(String name) {
        return new Model(name, arguments, widths, result);
    }
}
