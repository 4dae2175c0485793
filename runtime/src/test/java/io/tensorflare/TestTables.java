package io.tensorflare;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Tables with nulls, extremes, duplicates and row counts around the block size, written by DuckDB.
 */
final class TestTables {
    static final List<String> NAMES =
            List.of(
                    "numbers",
                    "extremes",
                    "words",
                    "days",
                    "empty",
                    "one",
                    "blocks",
                    "allnull",
                    "big");

    private TestTables() {}

    static void write(DuckDb duckdb, Path folder) throws SQLException {
        duckdb.write(
                "numbers",
                "select i::int as id, (i % 7)::int as k, case when i % 5 = 0 then null else (i % 11)::int end as n, (i * 3 - 500)::bigint as b,"
                        + " (i % 100 - 50)::smallint as s, (i % 3 - 1)::tinyint as t, (i * 0.37 - 100)::double as d, (i * 0.5)::float as f,"
                        + " (i * 1.01 - 300)::decimal(15,2) as p, case when i % 13 = 0 then null else (i / 7.0)::decimal(30,8) end as w, i % 2 = 0 as e,"
                        + " case when i % 4 = 0 then null else i % 3 = 0 end as m from range(5000) r(i)",
                folder,
                "");
        duckdb.write(
                "extremes",
                "select * from (values (1, 2147483647::int, 9223372036854775807::bigint, 127::tinyint, 32767::smallint, 1.7976931348623157e308::double, 99999999999999999999999999999999999999::decimal(38,0)),"
                        + " (2, -2147483648, -9223372036854775808, -128, -32768, -1.7976931348623157e308, -99999999999999999999999999999999999999),"
                        + " (3, 0, 0, 0, 0, 'nan', 0), (4, null, null, null, null, null, null), (5, 1, 1, 1, 1, 'inf', 1), (6, -1, -1, -1, -1, '-inf', -1), (7, 0, 0, 0, 0, -0.0::double, 0)) v(id, i, l, t, s, d, x)",
                folder,
                "");
        duckdb.write(
                "words",
                "select i::int as id, case when i % 9 = 0 then null else 'word ' || (i % 17) end as w, case when i % 8 = 0 then null else repeat(chr((97 + i % 5)::int), (i % 30)::int) || i end as long_text,"
                        + " ['apple', 'Äpfel', '', 'naïve café', '日本語', 'a%b_c', 'x''y'][(i % 7 + 1)::int] as u from range(3000) r(i)",
                folder,
                "");
        duckdb.write(
                "days",
                "select i::int as id, date '1969-12-20' + (i * 37 % 20000)::int as d, timestamp '1999-12-31 23:59:59.999999' + to_microseconds((i * 977777777)::bigint) as ts,"
                        + " case when i % 6 = 0 then null else date '2020-02-29' + (i % 800)::int end as nd, time '00:00:00' + to_microseconds((i * 7777777 % 86400000000)::bigint) as tm from range(2500) r(i)",
                folder,
                "");
        duckdb.write(
                "empty",
                "select 1::int as a, 'x' as s, 1.5::decimal(10,2) as p where false",
                folder,
                "");
        duckdb.write(
                "one",
                "select 42::int as a, 'only' as s, 1.50::decimal(10,2) as p, null::int as z",
                folder,
                "");
        duckdb.write(
                "blocks",
                "select i::bigint as i, (i % 2049)::int as m from range(6145) r(i)",
                folder,
                ", row_group_size 2048");
        duckdb.write(
                "allnull",
                "select i::int as id, null::int as n, null::varchar as s, null::decimal(12,3) as p, null::double as d from range(3000) r(i)",
                folder,
                "");
        duckdb.write(
                "big",
                "select i::bigint as id, (i * 7919 % 100003)::bigint as k, 'name-' || (i * 31 % 5003) as name, (i % 1000 / 10.0)::decimal(12,2) as price, (i % 50)::int as q from range(300000) r(i)",
                folder,
                ", row_group_size 40960");
    }
}
