package io.tensorflare.planner.validate;

import io.tensorflare.plan.Function;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Scalar functions that the standard lacks, by the names that PostgreSQL, Spark and DuckDB know
 * them by, and the plan's function for each of these and of the standard's.
 */
public final class Functions {
    private static final SqlReturnTypeInference VARCHAR =
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE);
    private static final SqlReturnTypeInference BIGINT = ReturnTypes.BIGINT_NULLABLE;
    private static final SqlReturnTypeInference DOUBLE = ReturnTypes.DOUBLE_NULLABLE;
    private static final SqlReturnTypeInference BOOLEAN = ReturnTypes.BOOLEAN_NULLABLE;
    private static final SqlOperandTypeChecker STRING = OperandTypes.STRING;
    private static final SqlOperandTypeChecker STRINGS =
            OperandTypes.family(SqlTypeFamily.STRING, SqlTypeFamily.STRING);
    private static final SqlOperandTypeChecker STRING_NUMBER =
            OperandTypes.family(SqlTypeFamily.STRING, SqlTypeFamily.NUMERIC);
    private static final SqlOperandTypeChecker DATETIME = OperandTypes.DATETIME;
    private static final SqlOperandTypeChecker NUMBER = OperandTypes.NUMERIC;

    private static final Map<String, List<SqlOperator>> BY_NAME = new HashMap<>();
    private static final Map<SqlOperator, Function> PLAIN = new HashMap<>();

    /** CONCAT(...): a NULL counts as the empty string. */
    public static final SqlOperator CONCAT_ALL =
            special(
                    "concat",
                    ReturnTypes.VARCHAR,
                    OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.ANY));

    /** DATE_PART('unit', value). */
    public static final SqlOperator DATE_PART =
            special(
                    "date_part,datepart",
                    ReturnTypes.BIGINT.andThen(SqlTypeTransforms.TO_NULLABLE),
                    OperandTypes.family(SqlTypeFamily.STRING, SqlTypeFamily.DATETIME));

    /** DATE_DIFF('unit', from, to): how many boundaries of the unit lie between. */
    public static final SqlOperator DATE_DIFF =
            special(
                    "date_diff,datediff",
                    BIGINT,
                    OperandTypes.family(
                            SqlTypeFamily.STRING, SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME));

    /** A CAST of a constant that remains one, and its place in the text. Has no name in SQL. */
    public static final SqlOperator PLACED_CAST =
            new SqlFunction(
                    "PLACED_CAST",
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.ARG0,
                    null,
                    OperandTypes.ANY,
                    SqlFunctionCategory.SYSTEM);

    /** DATE_TRUNC('unit', value); a date stays a date. */
    public static final SqlOperator DATE_TRUNC =
            special(
                    "date_trunc,datetrunc",
                    ReturnTypes.ARG1_NULLABLE,
                    OperandTypes.family(SqlTypeFamily.STRING, SqlTypeFamily.DATETIME));

    /** POSITION with its operands the other way round. */
    public static final SqlOperator STRPOS = special("strpos,instr", BIGINT, STRINGS);

    /** LPAD and RPAD take a blank where no filling is given. */
    public static final SqlOperator LPAD = special("lpad", VARCHAR, pad());

    public static final SqlOperator RPAD = special("rpad", VARCHAR, pad());

    /** LTRIM and RTRIM: one operand trims blanks. */
    public static final SqlOperator LTRIM =
            special("ltrim", VARCHAR, OperandTypes.or(STRING, STRINGS));

    public static final SqlOperator RTRIM =
            special("rtrim", VARCHAR, OperandTypes.or(STRING, STRINGS));

    /** IFNULL and NVL. */
    public static final SqlOperator IFNULL =
            special(
                    "ifnull,nvl",
                    ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.LEAST_NULLABLE),
                    OperandTypes.SAME_SAME);

    public static final SqlOperator GREATEST =
            special(
                    "greatest",
                    ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.LEAST_NULLABLE),
                    OperandTypes.SAME_VARIADIC);

    public static final SqlOperator LEAST =
            special(
                    "least",
                    ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.LEAST_NULLABLE),
                    OperandTypes.SAME_VARIADIC);

    /** The statement's time as a function. */
    public static final SqlOperator NOW =
            special("now,get_current_timestamp", ReturnTypes.TIMESTAMP, OperandTypes.NILADIC);

    public static final SqlOperator TODAY =
            special("today,get_current_date", ReturnTypes.DATE, OperandTypes.NILADIC);

    /**
     * The difference of two dates, in days, and of two timestamps, in microseconds; made from '-'.
     */
    static final SqlOperator DAYS_BETWEEN =
            special(
                    "days_between",
                    BIGINT,
                    OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME));

    /** A sub-query's value and its number of rows: an error where there are two. */
    public static final SqlOperator SINGLE =
            special("$single", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY_ANY);

    /** Its operand, declared to be nullable: Calcite's rules must not change a type. */
    public static final SqlOperator NULLABLE =
            special("$nullable", ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY);

    /** Long IN lists and long chains of AND, OR and ||, as {@link LongChains} makes them. */
    public static final SqlOperator IN_LIST = special("$in_list", BOOLEAN, OperandTypes.VARIADIC);

    static final SqlOperator ALL_OF =
            special(
                    "$all_of",
                    BOOLEAN,
                    OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.BOOLEAN));

    static final SqlOperator ANY_OF =
            special(
                    "$any_of",
                    BOOLEAN,
                    OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.BOOLEAN));

    static final SqlOperator JOINED =
            special(
                    "$joined",
                    VARCHAR,
                    OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.STRING));

    /** Operators with a syntax of their own that the standard lacks. */
    private static final List<SqlOperator> SPECIAL_SYNTAX =
            List.of(
                    SqlLibraryOperators.INFIX_CAST,
                    SqlLibraryOperators.ILIKE,
                    SqlLibraryOperators.NOT_ILIKE,
                    SqlLibraryOperators.TRY_CAST,
                    SqlLibraryOperators.SAFE_CAST);

    static {
        plain(Function.LENGTH, "length,len,char_length,character_length", BIGINT, STRING);
        plain(Function.OCTET_LENGTH, "octet_length,strlen", BIGINT, STRING);
        plain(
                Function.SUBSTRING,
                "substr",
                VARCHAR,
                OperandTypes.or(
                        STRING_NUMBER,
                        OperandTypes.family(
                                SqlTypeFamily.STRING,
                                SqlTypeFamily.NUMERIC,
                                SqlTypeFamily.NUMERIC)));
        plain(Function.LEFT, "left", VARCHAR, STRING_NUMBER);
        plain(Function.RIGHT, "right", VARCHAR, STRING_NUMBER);
        plain(
                Function.REPLACE,
                "replace",
                VARCHAR,
                OperandTypes.family(
                        SqlTypeFamily.STRING, SqlTypeFamily.STRING, SqlTypeFamily.STRING));
        plain(Function.REVERSE, "reverse", VARCHAR, STRING);
        plain(Function.REPEAT, "repeat", VARCHAR, STRING_NUMBER);
        plain(Function.STARTS_WITH, "starts_with,startswith,prefix", BOOLEAN, STRINGS);
        plain(Function.ENDS_WITH, "ends_with,endswith,suffix", BOOLEAN, STRINGS);
        plain(Function.CONTAINS, "contains", BOOLEAN, STRINGS);
        plain(
                Function.SPLIT_PART,
                "split_part",
                VARCHAR,
                OperandTypes.family(
                        SqlTypeFamily.STRING, SqlTypeFamily.STRING, SqlTypeFamily.NUMERIC));
        plain(Function.ASCII, "ascii", ReturnTypes.INTEGER_NULLABLE, STRING);
        plain(Function.CHR, "chr", VARCHAR, NUMBER);
        plain(Function.UPPER, "ucase", VARCHAR, STRING);
        plain(Function.LOWER, "lcase", VARCHAR, STRING);
        plain(Function.SQRT, "sqrt", DOUBLE, NUMBER);
        plain(Function.POWER, "power,pow", DOUBLE, OperandTypes.NUMERIC_NUMERIC);
        plain(Function.LN, "ln", DOUBLE, NUMBER);
        plain(Function.LOG10, "log10,log", DOUBLE, NUMBER);
        plain(Function.LOG2, "log2", DOUBLE, NUMBER);
        plain(Function.EXP, "exp", DOUBLE, NUMBER);
        plain(
                Function.TRUNCATE,
                "trunc,truncate",
                ReturnTypes.ARG0_NULLABLE,
                OperandTypes.NUMERIC_OPTIONAL_INTEGER);
        plain(Function.REGEXP_MATCHES, "regexp_matches,regexp_like", BOOLEAN, strings(2, 3));
        plain(Function.REGEXP_FULL_MATCH, "regexp_full_match", BOOLEAN, strings(2, 3));
        plain(Function.REGEXP_REPLACE, "regexp_replace", VARCHAR, strings(3, 4));
        plain(
                Function.REGEXP_EXTRACT,
                "regexp_extract,regexp_substr",
                VARCHAR,
                OperandTypes.or(
                        STRINGS,
                        OperandTypes.family(
                                SqlTypeFamily.STRING, SqlTypeFamily.STRING, SqlTypeFamily.NUMERIC),
                        OperandTypes.family(
                                SqlTypeFamily.STRING,
                                SqlTypeFamily.STRING,
                                SqlTypeFamily.NUMERIC,
                                SqlTypeFamily.STRING)));
        plain(Function.YEAR, "year", BIGINT, DATETIME);
        plain(Function.QUARTER, "quarter", BIGINT, DATETIME);
        plain(Function.MONTH, "month", BIGINT, DATETIME);
        plain(Function.HOUR, "hour", BIGINT, DATETIME);
        plain(Function.MINUTE, "minute", BIGINT, DATETIME);
        plain(Function.SECOND, "second", BIGINT, DATETIME);
        plain(Function.DAY_OF_WEEK, "dayofweek", BIGINT, DATETIME);
        plain(Function.ISO_DAY_OF_WEEK, "isodow", BIGINT, DATETIME);
        plain(Function.DAY_OF_YEAR, "dayofyear", BIGINT, DATETIME);
        plain(Function.DAY, "day,dayofmonth", BIGINT, DATETIME);
        plain(Function.WEEK, "week,weekofyear", BIGINT, DATETIME);
        plain(Function.EPOCH, "epoch", DOUBLE, DATETIME);
        plain(Function.MILLISECOND, "millisecond", BIGINT, DATETIME);
        plain(Function.MICROSECOND, "microsecond", BIGINT, DATETIME);
        plain(Function.LAST_DAY, "last_day", ReturnTypes.DATE_NULLABLE, DATETIME);
        plain(Function.PI, "pi", ReturnTypes.DOUBLE, OperandTypes.NILADIC);

        alias("if,iff", SqlLibraryOperators.IF);
        alias("bool_and,logical_and", SqlLibraryOperators.BOOL_AND);
        alias("bool_or,logical_or", SqlLibraryOperators.BOOL_OR);
        alias("count_if,countif", SqlLibraryOperators.COUNTIF);
        alias("mean", SqlStdOperatorTable.AVG);
        alias("any_value,arbitrary,first", SqlStdOperatorTable.ANY_VALUE);
        alias("stddev_pop", new MomentFunction(SqlKind.STDDEV_POP));
        alias("stddev_samp,stddev", new MomentFunction(SqlKind.STDDEV_SAMP));
        alias("var_pop", new MomentFunction(SqlKind.VAR_POP));
        alias("var_samp,variance", new MomentFunction(SqlKind.VAR_SAMP));

        PLAIN.put(SINGLE, Function.SINGLE);
        PLAIN.put(DAYS_BETWEEN, Function.DAYS_BETWEEN);
        PLAIN.put(ALL_OF, Function.AND);
        PLAIN.put(ANY_OF, Function.OR);
        PLAIN.put(JOINED, Function.CONCAT);
        standard();
    }

    private Functions() {}

    /** Our functions of a name; empty where the standard's count. */
    static List<SqlOperator> named(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Our operators of a name that are written in a way of their own. */
    static List<SqlOperator> operators(String name) {
        return SPECIAL_SYNTAX.stream()
                .filter(operator -> operator.getName().equalsIgnoreCase(name))
                .toList();
    }

    /** Names to suggest for a mistyped function. */
    static Collection<String> names() {
        TreeSet<String> names = new TreeSet<>(BY_NAME.keySet());
        PLAIN.keySet().forEach(operator -> names.add(operator.getName().toLowerCase(Locale.ROOT)));
        names.removeIf(name -> !name.matches("[a-z][a-z0-9_]+"));
        names.addAll(
                List.of(
                        "count",
                        "sum",
                        "avg",
                        "min",
                        "max",
                        "coalesce",
                        "nullif",
                        "cast",
                        "extract",
                        "substring",
                        "trim",
                        "position"));
        return names;
    }

    /** The plan's function of a call whose operands need no rearrangement, or null. */
    public static Function plain(SqlOperator operator) {
        return PLAIN.get(operator);
    }

    /** Between so many strings and so many. */
    private static SqlOperandTypeChecker strings(int least, int most) {
        return OperandTypes.repeat(SqlOperandCountRanges.between(least, most), OperandTypes.STRING);
    }

    private static SqlOperandTypeChecker pad() {
        return OperandTypes.or(
                STRING_NUMBER,
                OperandTypes.family(
                        SqlTypeFamily.STRING, SqlTypeFamily.NUMERIC, SqlTypeFamily.STRING));
    }

    private static SqlOperator special(
            String names, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        String[] all = names.split(",");
        SqlOperator operator = SqlBasicFunction.create(all[0], type, operands);
        alias(names, operator);
        return operator;
    }

    private static void plain(
            Function function,
            String names,
            SqlReturnTypeInference type,
            SqlOperandTypeChecker operands) {
        PLAIN.put(special(names, type, operands), function);
    }

    private static void alias(String names, SqlOperator operator) {
        for (String name : names.split(",")) {
            BY_NAME.computeIfAbsent(name, unused -> new ArrayList<>()).add(operator);
        }
    }

    private static void standard() {
        PLAIN.put(SqlStdOperatorTable.AND, Function.AND);
        PLAIN.put(SqlStdOperatorTable.OR, Function.OR);
        PLAIN.put(SqlStdOperatorTable.NOT, Function.NOT);
        PLAIN.put(SqlStdOperatorTable.IS_NULL, Function.IS_NULL);
        PLAIN.put(SqlStdOperatorTable.IS_NOT_NULL, Function.IS_NOT_NULL);
        PLAIN.put(SqlStdOperatorTable.IS_UNKNOWN, Function.IS_NULL);
        PLAIN.put(SqlStdOperatorTable.IS_NOT_UNKNOWN, Function.IS_NOT_NULL);
        PLAIN.put(SqlStdOperatorTable.IS_TRUE, Function.IS_TRUE);
        PLAIN.put(SqlStdOperatorTable.IS_NOT_TRUE, Function.IS_NOT_TRUE);
        PLAIN.put(SqlStdOperatorTable.IS_FALSE, Function.IS_FALSE);
        PLAIN.put(SqlStdOperatorTable.IS_NOT_FALSE, Function.IS_NOT_FALSE);
        PLAIN.put(SqlStdOperatorTable.UNARY_MINUS, Function.NEGATE);
        PLAIN.put(SqlStdOperatorTable.ABS, Function.ABS);
        PLAIN.put(SqlStdOperatorTable.SIGN, Function.SIGN);
        PLAIN.put(SqlStdOperatorTable.FLOOR, Function.FLOOR);
        PLAIN.put(SqlStdOperatorTable.CEIL, Function.CEIL);
        PLAIN.put(SqlStdOperatorTable.ROUND, Function.ROUND);
        PLAIN.put(SqlStdOperatorTable.SIN, Function.SIN);
        PLAIN.put(SqlStdOperatorTable.COS, Function.COS);
        PLAIN.put(SqlStdOperatorTable.TAN, Function.TAN);
        PLAIN.put(SqlStdOperatorTable.ASIN, Function.ASIN);
        PLAIN.put(SqlStdOperatorTable.ACOS, Function.ACOS);
        PLAIN.put(SqlStdOperatorTable.ATAN, Function.ATAN);
        PLAIN.put(SqlStdOperatorTable.ATAN2, Function.ATAN2);
        PLAIN.put(SqlStdOperatorTable.DEGREES, Function.DEGREES);
        PLAIN.put(SqlStdOperatorTable.RADIANS, Function.RADIANS);
        PLAIN.put(SqlStdOperatorTable.UPPER, Function.UPPER);
        PLAIN.put(SqlStdOperatorTable.LOWER, Function.LOWER);
        PLAIN.put(SqlStdOperatorTable.CONCAT, Function.CONCAT);
        PLAIN.put(SqlStdOperatorTable.SUBSTRING, Function.SUBSTRING);
    }

    /** Whether a type is one of the exact integers. */
    static boolean isInteger(SqlTypeName type) {
        return SqlTypeName.INT_TYPES.contains(type);
    }
}
