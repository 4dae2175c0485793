package io.tensorflare.emit.expression;

import io.tensorflare.c.CType;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.List;
import java.util.Locale;

final class Choices {
    private final Expressions expressions;

    Choices(Expressions expressions) {
        this.expressions = expressions;
    }

    Value value(Expression e) {
        if (e instanceof Expression.Call call) {
            switch (call.function()) {
                case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER:
                    String[] roles =
                            call.function() == Function.SUBTRACT
                                    ? new String[] {"minuend", "subtrahend"}
                                    : new String[] {"factor"};
                    List<Value> v = expressions.operands(call, roles);
                    return Exact.binary(
                            call.function(),
                            v.get(0),
                            call.operands().get(0).type(),
                            v.get(1),
                            call.operands().get(1).type(),
                            call.type(),
                            expressions.position(call.position()));
                default:
            }
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED, Position.UNKNOWN, "this expression cannot run yet");
    }

    static String suffix(CType type) {
        return type == CType.BOOL ? "bool" : type.flareType().substring(6).toLowerCase(Locale.ROOT);
    }
}
