package io.tensorflare.c;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A C expression: its type, its text, and how tightly its outermost operator binds. Immutable. Text
 * comes only from names that {@link Names} invented, numbers, and the operators here: nothing that
 * a user wrote can get in.
 */
public record CExpr(CType type, String text, Precedence binds) {
    private static final Map<String, String> OPPOSITES =
            Map.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=", "<=", ">");
    private static final int LONGEST_NAME = 200;
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*((->|\\.)[a-z_][a-z0-9_]*|\\[[a-z0-9_]+])*");

    /**
     * A variable, field or element, such as {@code row}, {@code group->total} or {@code
     * l_quantity[row]}.
     */
    public static CExpr name(CType type, String name) {
        require(NAME.matcher(name).matches(), "a C name", name);
        return new CExpr(type, name, Precedence.PRIMARY);
    }

    public static CExpr number(CType type, long value) {
        if (value == Long.MIN_VALUE) {
            return new CExpr(type, "(-9223372036854775807 - 1)", Precedence.PRIMARY);
        }
        String text = Long.toString(value);
        return new CExpr(type, text, value < 0 ? Precedence.UNARY : Precedence.PRIMARY);
    }

    public static CExpr truth(boolean value) {
        return new CExpr(CType.BOOL, value ? "true" : "false", Precedence.PRIMARY);
    }

    /** {@code function(arguments...)}. */
    public static CExpr call(CType result, String function, Object... arguments) {
        require(NAME.matcher(function).matches(), "a C function", function);
        return new CExpr(
                result, function + "(" + list(List.of(arguments)) + ")", Precedence.PRIMARY);
    }

    private static String list(Collection<?> arguments) {
        return arguments.stream().map(CExpr::argument).collect(Collectors.joining(", "));
    }

    private static String argument(Object argument) {
        if (argument instanceof CExpr expression) {
            return expression.text;
        }
        String text = String.valueOf(argument);
        boolean number = argument instanceof Integer || argument instanceof Long;
        require(
                number || NAME.matcher(text.startsWith("&") ? text.substring(1) : text).matches(),
                "an argument",
                text);
        return text;
    }

    static CExpr trusted(CType type, String text, Precedence binds) {
        return new CExpr(type, text, binds);
    }

    public CExpr plus(CExpr that) {
        return infix("+", that, Precedence.SUM, type);
    }

    public CExpr minus(CExpr that) {
        return infix("-", that, Precedence.SUM, type);
    }

    public CExpr times(CExpr that) {
        return infix("*", that, Precedence.PRODUCT, type);
    }

    public CExpr dividedBy(CExpr that) {
        return infix("/", that, Precedence.PRODUCT, type);
    }

    public CExpr modulo(CExpr that) {
        return infix("%", that, Precedence.PRODUCT, type);
    }

    public CExpr negated() {
        return new CExpr(type, "-" + within(Precedence.PRIMARY), Precedence.UNARY);
    }

    /** {@code this operator that}, for == != < <= > >=. */
    public CExpr compare(String operator, CExpr that) {
        boolean equality = operator.equals("==") || operator.equals("!=");
        return infix(
                operator, that, equality ? Precedence.EQUALITY : Precedence.RELATION, CType.BOOL);
    }

    public CExpr and(CExpr that) {
        if (isTrue()) {
            return that;
        }
        if (that.isFalse()) {
            return that;
        }
        return that.isTrue() || isFalse() || implies(that)
                ? this
                : infix("&&", that, Precedence.AND, CType.BOOL);
    }

    /** Whether a plain variable is already among the terms of a conjunction of such. */
    private boolean implies(CExpr that) {
        return that.isVariable()
                && !text.contains("(")
                && List.of(text.split(" && ")).contains(that.text);
    }

    public CExpr or(CExpr that) {
        if (isFalse()) {
            return that;
        }
        if (that.isTrue()) {
            return that;
        }
        return that.isFalse() || isTrue() || that.equals(this)
                ? this
                : infix("||", that, Precedence.OR, CType.BOOL);
    }

    public CExpr not() {
        if (isTrue() || isFalse()) {
            return truth(isFalse());
        }
        if (binds == Precedence.UNARY && text.startsWith("!")) {
            return new CExpr(CType.BOOL, text.substring(1), Precedence.PRIMARY);
        }
        if (binds == Precedence.EQUALITY || binds == Precedence.RELATION) {
            Optional<CExpr> opposite = opposite();
            if (opposite.isPresent()) {
                return opposite.get();
            }
        }
        return new CExpr(CType.BOOL, "!" + within(Precedence.UNARY), Precedence.UNARY);
    }

    /**
     * The comparison turned round, where its operator is the only one; floating point is compared
     * by functions.
     */
    private Optional<CExpr> opposite() {
        String[] words = text.split(" ");
        int at = -1;
        for (int i = 0; i < words.length; i++) {
            if (OPPOSITES.containsKey(words[i])) {
                if (at >= 0) {
                    return Optional.empty();
                }
                at = i;
            }
        }
        if (at < 0) {
            return Optional.empty();
        }
        words[at] = OPPOSITES.get(words[at]);
        return Optional.of(new CExpr(CType.BOOL, String.join(" ", words), binds));
    }

    /** {@code this ? yes : no}. */
    public CExpr choose(CExpr yes, CExpr no) {
        requireType(CType.BOOL);
        no.requireType(yes.type);
        if (isTrue() || yes.equals(no)) {
            return yes;
        }
        return new CExpr(
                yes.type,
                within(Precedence.EQUALITY) + " ? " + yes.within(Precedence.OR) + " : " + no.text,
                Precedence.CONDITIONAL);
    }

    /** {@code (type)this}, where the type differs. */
    public CExpr cast(CType target) {
        if (target == type) {
            return this;
        }
        return new CExpr(
                target, "(" + target.spelling() + ")" + within(Precedence.UNARY), Precedence.UNARY);
    }

    /** The same text seen as another type, where C converts without loss and without a cast. */
    public CExpr as(CType target) {
        return new CExpr(target, text, binds);
    }

    public boolean isTrue() {
        return text.equals("true");
    }

    public boolean isFalse() {
        return text.equals("false");
    }

    /** Whether this is a variable, a field or an element of an array. */
    public boolean isVariable() {
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    public static CExpr all(Iterable<CExpr> terms) {
        Iterator<CExpr> rest = terms.iterator();
        CExpr all = truth(true);
        while (rest.hasNext()) {
            all = all.and(rest.next());
        }
        return all;
    }

    public CExpr requireType(CType expected) {
        require(type == expected, "a C expression of type " + expected, type + " " + text);
        return this;
    }

    private CExpr infix(String operator, CExpr that, Precedence precedence, CType result) {
        that.requireType(type);
        boolean logic = precedence == Precedence.AND || precedence == Precedence.OR;
        if (logic) {
            requireType(CType.BOOL);
        }
        String left =
                binds == precedence && !logic && precedence.compareTo(Precedence.SUM) < 0
                        ? "(" + text + ")"
                        : left(precedence);
        String right = logic && that.binds == precedence ? that.text : that.right(precedence);
        return new CExpr(result, left + " " + operator + " " + right, precedence);
    }

    /**
     * A left operand stays bare where it binds at least as tightly; && inside || gets parentheses,
     * as compilers advise.
     */
    private String left(Precedence outer) {
        boolean mixed = outer == Precedence.OR && binds == Precedence.AND;
        return binds.compareTo(outer) >= 0 && !mixed ? text : "(" + text + ")";
    }

    private String right(Precedence outer) {
        boolean mixed = outer == Precedence.OR && binds == Precedence.AND;
        return binds.compareTo(outer) > 0 && !mixed ? text : "(" + text + ")";
    }

    private String within(Precedence outer) {
        return binds.compareTo(outer) >= 0 ? text : "(" + text + ")";
    }

    private static void require(boolean holds, String expected, String found) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + ", got: " + found);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
