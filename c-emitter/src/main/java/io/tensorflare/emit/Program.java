package io.tensorflare.emit;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import java.util.BitSet;
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
 * @param outlines of its pipelines
 * @param plan one line an operator, for people; empty where it stands below one that was told
 *     before
 * @param counted the operators whose rows the program counts itself
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
        List<Outline> outlines,
        List<String> plan,
        BitSet counted) {
    public Program {
        parameters = List.copyOf(parameters);
        scans = List.copyOf(scans);
        models = List.copyOf(models);
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
        outlines = List.copyOf(outlines);
        plan = List.copyOf(plan);
        counted = (BitSet) counted.clone();
    }

    /**
     * What a pipeline is to people. Operators count from 1 as {@code plan} has them.
     *
     * @param description one line
     * @param source the operator whose rows it begins with, or 0 where these are not all that the
     *     operator gives
     * @param end the operator that gathers its rows, or 1 for the result
     */
    public record Outline(String description, int source, int end) {}

    /** One line a pipeline, for people. */
    public List<String> pipelines() {
        return outlines.stream().map(Outline::description).toList();
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
