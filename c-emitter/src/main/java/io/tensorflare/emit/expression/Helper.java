package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.plan.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A part of a large expression that becomes a function of its own; the columns it reads are its
 * arguments.
 */
final class Helper {
    private final Expressions outer;
    private final String name;
    private final Names names;
    private final Map<Integer, Value> columns = new TreeMap<>();
    private final List<String> declarations = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    Helper(Expressions outer, List<Expression> parts, String name) {
        this.outer = outer;
        this.name = outer.context().globals().unique(name + "_1");
        this.names = outer.context().globals().inner();
        for (Expression part : parts) {
            Walk.columns(part).forEach(this::add);
        }
    }

    private void add(Expression.ColumnReference column) {
        if (columns.containsKey(column.index())) {
            return;
        }
        Value given = outer.value(column);
        CExpr code = argument(given.type(), column.name(), given.guarded());
        CExpr valid =
                given.nullable()
                        ? argument(CType.BOOL, column.name() + "_valid", given.valid())
                        : given.valid();
        columns.put(column.index(), new Value(code, valid, given.range(), Value.Hazard.NONE));
    }

    private CExpr argument(CType type, String wanted, CExpr given) {
        String invented = names.fromUser(wanted, "value");
        declarations.add(type.spelling() + " " + invented);
        arguments.add(given);
        return CExpr.name(type, invented);
    }

    private Value column(int index) {
        Value value = columns.get(index);
        return value.type() == CType.STRING && value.nullable()
                ? value.withHazard(Value.Hazard.READS)
                : value;
    }

    /** The call of a function that returns a condition. */
    CExpr condition(Function<Expressions, CExpr> translate) {
        CWriter body = new CWriter().deeper();
        Expressions inner = inner(body);
        body.line("return $;", translate.apply(inner));
        return finish(CType.BOOL, body, "");
    }

    /** The call of a function that returns a value, and through a pointer whether it is NULL. */
    Value value(Value shape, Function<Expressions, Value> translate) {
        CWriter body = new CWriter().deeper();
        Value result = Choices.to(translate.apply(inner(body)), shape.type());
        CWriter c = outer.c();
        if (!shape.nullable()) {
            body.line("return $;", result.guarded());
            return new Value(
                    finish(shape.type(), body, ""),
                    shape.valid(),
                    shape.range(),
                    Value.Hazard.RAISES);
        }
        body.line("*valid = $;", result.valid());
        body.line("return $;", result.zeroed());
        CExpr valid = CExpr.name(CType.BOOL, outer.names().unique(name + "_valid"));
        c.line("bool $;", valid);
        CExpr code = CExpr.name(shape.type(), outer.names().unique(name + "_value"));
        c.line(
                "const $ $ = $;",
                shape.type(),
                code,
                finish(shape.type(), body, "&" + valid.text()));
        return new Value(code, valid, shape.range(), Value.Hazard.NONE);
    }

    Expressions inner(CWriter body) {
        return new Expressions(
                outer.context(), names, (index, c) -> column(index), outer.node(), body);
    }

    /** Writes the function and gives its call. */
    CExpr finish(CType result, CWriter body, String valid) {
        body.dropUnused();
        List<String> all = new ArrayList<>();
        List<Object> given = new ArrayList<>();
        Set<String> words = body.words();
        if (words.contains("worker")) {
            all.add("flare_worker *worker");
            given.add("worker");
        }
        if (words.contains("parameters")) {
            all.add("const struct parameters *parameters");
            given.add("parameters");
        }
        for (int i = 0; i < declarations.size(); i++) {
            String declared = declarations.get(i);
            if (words.contains(declared.substring(declared.lastIndexOf(' ') + 1))) {
                all.add(declared);
                given.add(arguments.get(i));
            }
        }
        if (!valid.isEmpty()) {
            all.add("bool *valid");
            given.add(valid);
        }
        String parameters = all.isEmpty() ? "void" : String.join(", ", all);
        outer.context()
                .functions()
                .function(
                        "Part of " + outer.node() + ".",
                        "static $ $(" + parameters + ")",
                        body,
                        result,
                        name);
        return CExpr.call(result, name, given.toArray());
    }
}
