package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores rows through a model: a loop fills the tile, the model runs, and its answers are one more
 * column of the next loop.
 */
final class ModelStep {
    private final Step.Predict step;
    private final Plan.Predict plan;
    private final Model model;
    private final Place place;
    private final String note;
    private final String tile;

    ModelStep(Step.Predict step, Place place) {
        this.step = step;
        this.plan = step.plan();
        this.model = plan.model();
        this.place = place;
        this.note = "#" + step.node().number();
        String name = Names.readable(model.name());
        this.tile =
                place.local()
                        .add(
                                "flare_model_tile *",
                                (name.isEmpty() ? "model" : name) + "_tile",
                                note);
        int number = place.assembly().model(model);
        place.open()
                .line("FLARE_TRY(flare_model_open(worker, $, &local->$));", number, tile)
                .note(note + " " + (name.isEmpty() ? "model" : name));
    }

    /** Writes up to the model's run, and gives the batch with the answers. */
    Batch write(CWriter c, Batch batch, int[] later) {
        int[] now = new int[plan.input().columns().size()];
        plan.arguments().forEach(argument -> Steps.count(argument, now));
        List<String> inputs = declareInputs(c);
        Names names = place.names();
        String valid =
                nullable()
                        ? place.local()
                                .addBlock("uint8_t", Names.readable(plan.name()) + "_valid", note)
                        : "";
        Compaction compaction = new Compaction(place, plan.input().columns());
        Batch rows =
                compaction.write(
                        c,
                        batch,
                        later,
                        now,
                        (inside, cells, index) -> fill(inside, cells, index, inputs, valid));
        c.line("FLARE_TRY(flare_model_run(worker, local->$, $));", tile, rows.total()).note(note);
        CType type = Machine.type(model.result());
        String answers = names.fromUser(plan.name(), "prediction");
        c.line("const $ *const $ = flare_model_output(local->$);", type.stored(), answers, tile);
        return new Answered(rows, answers, valid, type, model);
    }

    private boolean nullable() {
        return plan.arguments().stream().anyMatch(Expression::nullable);
    }

    private List<String> declareInputs(CWriter c) {
        List<String> inputs = new ArrayList<>();
        int argument = 0;
        for (int i = 0; i < model.widths().size(); i++) {
            String input =
                    place.names()
                            .unique(
                                    model.widths().size() == 1
                                            ? "features"
                                            : "features_" + (i + 1));
            CType type = Machine.type(model.arguments().get(argument));
            c.line("$ *const $ = flare_model_input(local->$, $);", type.stored(), input, tile, i)
                    .note("the tensor's own memory");
            inputs.add(input);
            argument += model.widths().get(i);
        }
        return inputs;
    }

    /** A row with a NULL argument is sent as zeros; its answer is not looked at. */
    private void fill(
            CWriter c, List<Cell> cells, String index, List<String> inputs, String valid) {
        CExpr all = CExpr.truth(true);
        int argument = 0;
        for (int i = 0; i < inputs.size(); i++) {
            int width = model.widths().get(i);
            for (int k = 0; k < width; k++, argument++) {
                Value value =
                        place.expressions(cells, note, c).value(plan.arguments().get(argument));
                all = all.and(value.valid());
                CExpr element = value.zeroed().cast(Machine.type(model.arguments().get(argument)));
                CExpr at = CExpr.name(CType.INT32, index);
                if (width > 1) {
                    at =
                            at.times(CExpr.number(CType.INT32, width))
                                    .plus(CExpr.number(CType.INT32, k));
                }
                c.line("$[$] = $;", inputs.get(i), at, element);
                if (argument == 0) {
                    c.note(note);
                }
            }
        }
        if (!valid.isEmpty()) {
            c.line("local->$[$] = $;", valid, index, all);
        }
    }

    private record Answered(Batch input, String answers, String valid, CType type, Model model)
            implements Batch.Within {
        @Override
        public boolean isMovable() {
            return false;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells =
                    new ArrayList<>(input.enter(c, java.util.Arrays.copyOf(uses, uses.length - 1)));
            String at = isSingle() ? "[0]" : "[row]"; // a single row's sink has no loop
            CExpr answered = CExpr.name(type, answers + at);
            CExpr read =
                    type == CType.BOOL
                            ? answered.compare("!=", CExpr.number(CType.BOOL, 0))
                            : answered;
            CExpr present =
                    valid.isEmpty()
                            ? CExpr.truth(true)
                            : CExpr.name(CType.BOOL, "local->" + valid + at);
            Value value =
                    new Value(read, present, Machine.range(model.result()), Value.Hazard.NONE);
            cells.add(
                    Cell.of(value)
                            .withVector(
                                    new Cell.Vector(
                                            type,
                                            answers,
                                            valid.isEmpty() ? "" : "local->" + valid)));
            return cells;
        }
    }
}
