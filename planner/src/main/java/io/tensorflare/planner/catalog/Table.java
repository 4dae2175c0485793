package io.tensorflare.planner.catalog;

import io.tensorflare.plan.Plan;
import java.util.List;

/**
 * A table as the planner sees it.
 *
 * @param name what {@link Plan.Scan#table()} will say, for the engine to find the files
 * @param fields the columns with their statistics, in order; a column whose statistics show no null
 *     is not nullable
 * @param rows how many rows there are, as the files say
 */
public record Table(String name, List<Plan.Scan.Field> fields, long rows) {
    public Table {
        fields = List.copyOf(fields);
    }
}
