package io.tensorflare.pipeline;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFunction;
import java.util.List;
import java.util.Locale;

/** A window function as text, near to SQL; for people, not for parsers. */
public record WindowText(List<Column> input) implements WindowFunction.Visitor<String> {
    public static String of(WindowFunction function, List<Column> input) {
        return function.accept(new WindowText(input));
    }

    private String name(int column) {
        return input.get(column).name();
    }

    private String text(Expression expression) {
        return ExpressionText.of(expression, input);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String nulls(boolean ignored) {
        return ignored ? " ignore nulls" : "";
    }

    /** Such as {@code rows between 2 preceding and current row}. */
    public String frame(WindowFrame frame) {
        return lower(frame.unit())
                + " between "
                + bound(frame.start(), "preceding")
                + " and "
                + bound(frame.end(), "following");
    }

    private String bound(WindowFrame.Bound bound, String side) {
        if (bound instanceof WindowFrame.Bound.Unbounded) {
            return "unbounded " + side;
        }
        if (bound instanceof WindowFrame.Bound.Preceding preceding) {
            return text(preceding.distance()) + " preceding";
        }
        if (bound instanceof WindowFrame.Bound.Following following) {
            return text(following.distance()) + " following";
        }
        return bound instanceof WindowFrame.Bound.Limit limit
                ? name(limit.column())
                : "current row";
    }

    private String over(WindowFrame frame) {
        return frame.equals(WindowFrame.whole()) ? "" : " " + frame(frame);
    }

    @Override
    public String visit(WindowFunction.Ranking ranking) {
        return lower(ranking.kind()) + "()";
    }

    @Override
    public String visit(WindowFunction.Ntile ntile) {
        return "ntile(" + text(ntile.parts()) + ")";
    }

    @Override
    public String visit(WindowFunction.Shift shift) {
        return lower(shift.way())
                + "("
                + name(shift.argument())
                + ", "
                + text(shift.rows())
                + shift.otherwise().map(value -> ", " + text(value)).orElse("")
                + ")"
                + nulls(shift.ignoreNulls());
    }

    @Override
    public String visit(WindowFunction.End end) {
        return lower(end.side())
                + "_value("
                + name(end.argument())
                + ")"
                + nulls(end.ignoreNulls())
                + over(end.frame());
    }

    @Override
    public String visit(WindowFunction.Nth nth) {
        return "nth_value("
                + name(nth.argument())
                + ", "
                + text(nth.number())
                + ")"
                + nulls(nth.ignoreNulls())
                + over(nth.frame());
    }

    @Override
    public String visit(WindowFunction.Framed framed) {
        String argument = framed.argument().isPresent() ? name(framed.argument().getAsInt()) : "*";
        String filter =
                framed.filter().isPresent()
                        ? " filter (where " + name(framed.filter().getAsInt()) + ")"
                        : "";
        return lower(framed.kind()) + "(" + argument + ")" + filter + over(framed.frame());
    }
}
