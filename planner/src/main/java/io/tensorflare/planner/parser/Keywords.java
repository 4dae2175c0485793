package io.tensorflare.planner.parser;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which keywords of the grammar are free as names, and when. Words in none of these sets keep what
 * the grammar says.
 */
final class Keywords {
    /** Keywords by their text in upper case. */
    static final Map<String, Integer> KINDS = kinds();

    /**
     * Never keywords here. Functions with a syntax of their own in the grammar are ordinary
     * functions.
     */
    static final Set<Integer> FREE =
            of(
                    "ALLOCATE ALLOW ARE ASENSITIVE ATOMIC AUTHORIZATION BEGIN BEGIN_FRAME BEGIN_PARTITION CALLED CASCADED CHECK CLASSIFIER CLOSE COLUMN"
                            + " COMMIT CONDITION CONNECT CONSTRAINT CONTAINS CONTAINS_SUBSTR CORRESPONDING CURSOR CYCLE CURRENT_ROW DATE_DIFF DATE_TRUNC"
                            + " DATETIME_DIFF DATETIME_TRUNC DEALLOCATE DECLARE DEFINE DEREF DETERMINISTIC DISALLOW DISCONNECT DYNAMIC EACH EMPTY"
                            + " END_FRAME END_PARTITION EQUALS EXEC EXECUTE EXTEND EXTERNAL FOREIGN FRAME_ROW FREE FRIDAY FUNCTION GET GLOBAL GRANT GROUPS"
                            + " HOLD IDENTITY IMPORT INDICATOR INITIAL INOUT INSENSITIVE LANGUAGE LARGE LIKE_REGEX MATCH MATCHES MATCH_NUMBER"
                            + " MATCH_RECOGNIZE MEASURE MEASURES MEMBER METHOD MODIFIES MODULE MONDAY NEW NO NONE OLD OMIT ONE OPEN ORDINAL OUT OVERLAPS"
                            + " PARAMETER PATTERN PER PERCENT PERIOD PERMUTE PORTION PRECEDES PREPARE PREV PRIMARY PROCEDURE READS REF REFERENCES"
                            + " REFERENCING RELEASE RESET RESULT RETURN RETURNS REVOKE ROLLBACK RUNNING SATURDAY SAVEPOINT SCOPE SCROLL SEARCH SEEK"
                            + " SENSITIVE SKIP SPECIFIC SPECIFICTYPE SQL SQLEXCEPTION SQLSTATE SQLWARNING START STATIC STREAM SUBMULTISET SUBSET SUCCEEDS"
                            + " SUNDAY SYSTEM SYSTEM_TIME THURSDAY TIMEZONE_HOUR TIMEZONE_MINUTE TIME_DIFF TIME_TRUNC TIMESTAMP_DIFF TIMESTAMP_TRUNC"
                            + " TRANSLATION TREAT TRIGGER TRIM_ARRAY TUESDAY USER UUID VALUE VALUE_OF VERSIONING WEDNESDAY WHENEVER");

    /** Keywords where a parenthesis follows. */
    static final Set<Integer> CALLED =
            of(
                    "ABS ARRAY_MAX_CARDINALITY AVG CARDINALITY CEIL CEILING CHARACTER_LENGTH CHAR_LENGTH COALESCE COLLECT CONVERT CORR COUNT COVAR_POP"
                            + " COVAR_SAMP CUBE CUME_DIST DENSE_RANK ELEMENT EVERY EXP EXTRACT FIRST_VALUE FLOOR FUSION INTERSECTION JSON_ARRAY"
                            + " JSON_ARRAYAGG JSON_EXISTS JSON_OBJECT JSON_OBJECTAGG JSON_QUERY JSON_SCOPE JSON_VALUE LAG LAST_VALUE LATERAL LEAD LN"
                            + " LOWER MAX MIN MOD NORMALIZE NTH_VALUE NTILE NULLIF OCCURRENCES_REGEX OCTET_LENGTH OVERLAY PERCENTILE_CONT"
                            + " PERCENTILE_DISC PERCENT_RANK POSITION POSITION_REGEX POWER RANK REGR_AVGX REGR_AVGY REGR_COUNT REGR_INTERCEPT REGR_R2"
                            + " REGR_SLOPE REGR_SXX REGR_SXY REGR_SYY ROLLUP ROW_NUMBER SAFE_CAST SAFE_OFFSET SAFE_ORDINAL SQRT STDDEV_POP STDDEV_SAMP"
                            + " SUBSTRING SUBSTRING_REGEX SUM TRANSLATE TRANSLATE_REGEX TRIM TRUNCATE TRY_CAST UNIQUE UPPER VAR_POP VAR_SAMP WIDTH_BUCKET");

    /** Keywords where a type is expected. */
    static final Set<Integer> TYPES =
            of(
                    "BIGINT BINARY BIT BLOB BOOLEAN CHAR CHARACTER CLOB DEC DECIMAL DOUBLE FLOAT INT INTEGER NATIONAL NCHAR NCLOB NUMERIC REAL SMALLINT"
                            + " TINYINT UNSIGNED VARBINARY VARCHAR VARIANT");

    /** Keywords in EXTRACT, after INTERVAL and after TO. */
    static final Set<Integer> UNITS = of("YEAR MONTH DAY HOUR MINUTE SECOND QUARTER WEEK");

    /** Other names of types, as PostgreSQL, Spark and DuckDB have them. */
    static final Map<String, String> TYPE_ALIASES =
            Map.ofEntries(
                    Map.entry("TEXT", "VARCHAR"),
                    Map.entry("STRING", "VARCHAR"),
                    Map.entry("BPCHAR", "VARCHAR"),
                    Map.entry("CHAR", "VARCHAR"),
                    Map.entry("CHARACTER", "VARCHAR"),
                    Map.entry("INT1", "TINYINT"),
                    Map.entry("INT2", "SMALLINT"),
                    Map.entry("SHORT", "SMALLINT"),
                    Map.entry("INT4", "INTEGER"),
                    Map.entry("SIGNED", "INTEGER"),
                    Map.entry("INT8", "BIGINT"),
                    Map.entry("LONG", "BIGINT"),
                    Map.entry("FLOAT", "REAL"),
                    Map.entry("FLOAT4", "REAL"),
                    Map.entry("FLOAT8", "DOUBLE"),
                    Map.entry("BOOL", "BOOLEAN"),
                    Map.entry("DATETIME", "TIMESTAMP"),
                    Map.entry("BLOB", "VARBINARY"),
                    Map.entry("BYTEA", "VARBINARY"));

    private Keywords() {}

    static int kind(String word) {
        Integer kind = KINDS.get(word);
        if (kind == null) {
            throw new IllegalStateException("the grammar has no keyword " + word);
        }
        return kind;
    }

    private static Set<Integer> of(String words) {
        Set<Integer> set = new HashSet<>();
        Arrays.stream(words.split(" "))
                .filter(KINDS::containsKey)
                .forEach(word -> set.add(KINDS.get(word)));
        return Set.copyOf(set);
    }

    private static Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new HashMap<>();
        String[] images = GeneratedSqlParserConstants.tokenImage;
        for (int kind = 0; kind < images.length; kind++) {
            if (images[kind].matches("\"[A-Z_0-9]+\"")) {
                kinds.put(
                        images[kind]
                                .substring(1, images[kind].length() - 1)
                                .toUpperCase(Locale.ROOT),
                        kind);
            }
        }
        return Map.copyOf(kinds);
    }
}
