package io.tensorflare.emit;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import java.util.List;

/**
 * A C program and what is needed to run it.
 *
 * @param text the program with its comments
 * @param canonicalText the program without comments: equal for queries that differ in constants
 *     alone
 * @param parameters the fields of its parameter struct
 * @param parametersSize bytes of the parameter struct
 * @param scans its scans; a scan's number is its place in this list
 * @param models its models; a model's number is its place in this list
 * @param columns the columns of the result, as users named them
 * @param positions places in the SQL; an error's position number is a place in this list
 * @param pipelines one line a pipeline, for people
 * @param sources of each pipeline the number of the operator whose rows it begins with, or 0 where
 *     these are not all that the operator gives; operators count from 1 as {@code plan} has them
 * @param plan one line an operator, for people
 */
public record Program(
        String text,
        String canonicalText,
        List<ParameterSlot> parameters,
        int parametersSize,
        List<ScanBinding> scans,
        List<Model> models,
        List<Column> columns,
        List<Position> positions,
        List<String> pipelines,
        List<Integer> sources,
        List<String> plan) {
    public Program {
        parameters = List.copyOf(parameters);
        scans = List.copyOf(scans);
        models = List.copyOf(models);
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
        pipelines = List.copyOf(pipelines);
        sources = List.copyOf(sources);
        plan = List.copyOf(plan);
    }

    /**
     * A scan of the program: {@code fields.get(i)} is the plan's field behind column i of the
     * program's {@code flare_scan}.
     *
     * @param pipeline the pipeline, from 0, whose source it is
     */
    public record ScanBinding(Plan.Scan scan, int pipeline, List<Plan.Scan.Field> fields) {
        public ScanBinding {
            fields = List.copyOf(fields);
        }
    }
}
