package io.tensorflare.plan;

import java.util.List;

/**
 * A registered model as a plan names it; the engine binds the loaded model at execution.
 *
 * @param arguments a type for each argument; those of one input tensor share one
 * @param widths how many arguments each input tensor takes, in order: four arguments are {@code
 *     [4]} for one tensor of four columns, {@code [1, 1, 1, 1]} for four tensors. Input i of a tile
 *     is rows x widths[i] values, row by row.
 */
public record Model(String name, List<Type> arguments, List<Integer> widths, Type result) {
    public Model {
        arguments = List.copyOf(arguments);
        widths = List.copyOf(widths);
        int first = 0;
        for (int width : widths) {
            if (width < 1
                    || first + width > arguments.size()
                    || arguments.subList(first, first + width).stream().distinct().count() > 1) {
                throw new IllegalArgumentException(
                        "inputs of widths " + widths + " do not fit the arguments " + arguments);
            }
            first += width;
        }
        if (first != arguments.size()) {
            throw new IllegalArgumentException(
                    "inputs of widths "
                            + widths
                            + " do not take all of the arguments "
                            + arguments);
        }
    }

    /** A model with one input tensor that takes all arguments. */
    public Model(String name, List<Type> arguments, Type result) {
        this(name, arguments, List.of(arguments.size()), result);
    }
}
