-- Window functions over the tables of corpus.sql; see WindowCorpusTest. Directions and places of nulls are explicit where they matter.

-- numbering
select id, row_number() over (order by id) from numbers;
select id, row_number() over (partition by k order by id) from numbers;
select id, row_number() over (partition by k, e order by b desc) from numbers;
select id, n, rank() over (order by n), dense_rank() over (order by n) from numbers;
select id, rank() over (partition by k order by n desc nulls last), dense_rank() over (partition by k order by n desc nulls last) from numbers;
select id, rank() over (order by n nulls first, k desc) from numbers;
select id, percent_rank() over (partition by k order by n), cume_dist() over (partition by k order by n) from numbers;
select id, percent_rank() over (partition by id order by k), cume_dist() over (partition by id order by k) from numbers;
select id, ntile(1) over (order by id), ntile(4) over (order by id), ntile(7) over (partition by k order by id), ntile(10000) over (order by id) from numbers;
select id, sum(n) filter (where k > 2) over (order by id), count(*) filter (where m) over (partition by k), avg(p) filter (where n is not null and e) over (order by id rows 10 preceding) from numbers;
select id, count(*) over w2, sum(b) over (w3 rows between 1 preceding and 1 following), min(n) over w4 from numbers window w as (partition by k), w2 as (w order by id), w3 as (w order by id desc), w4 as (w2 rows 3 preceding);
-- duckdb: select id, count(*) over (partition by k order by id), sum(b) over (partition by k order by id desc rows between 1 preceding and 1 following), min(n) over (partition by k order by id rows 3 preceding) from numbers
select count(*), min(r), max(r) from (select row_number() over () as r from numbers);
select m, count(*), max(r) from (select m, row_number() over (partition by m) as r from numbers) group by m;
select id, rank() over (order by w) from numbers;
select id, rank() over (order by u), dense_rank() over (order by u), rank() over (order by long_text) from words;
select id, rank() over (partition by u order by w nulls first, id) from words;
select id, rank() over (order by d), rank() over (order by d desc) from extremes;
select id, rank() over (order by x), rank() over (order by l desc nulls last), rank() over (order by i nulls first) from extremes;
select id, dense_rank() over (order by nd), rank() over (partition by nd order by ts) from days;
select id, count(*) over (partition by nd), count(nd) over (partition by nd), rank() over (partition by d order by tm) from days;

-- offsets
select id, lag(b) over (order by id), lead(b) over (order by id) from numbers;
select id, lag(n, 3) over (order by id), lead(n, 2) over (partition by k order by id), lag(n, 0) over (order by id) from numbers;
select id, lag(n, 2, -1) over (partition by k order by id), lead(p, 1, 0.5) over (order by id), lag(p, 5000, p) over (order by id) from numbers;
select id, lag(w, 1, 0) over (order by id), lead(f, 7, -1) over (order by id), lag(e) over (order by id), lag(m, 2) over (order by id) from numbers;
select id, lag(n, k) over (order by id), lead(n, k, id) over (order by id) from numbers;
select id, lag(u) over (order by id), lead(long_text, 2, 'none') over (order by id), lag(w, 3, u) over (order by id) from words;
select id, lag(d) over (order by id), lead(ts) over (order by id), lag(nd, 2) over (partition by id % 3 order by id), lead(tm) over (order by id) from days;
select id, lag(n) ignore nulls over (order by id), lead(n, 2) ignore nulls over (order by id), lag(n, 3, -7) ignore nulls over (partition by k order by id) from numbers;
-- duckdb: select id, lag(n ignore nulls) over (order by id), lead(n, 2 ignore nulls) over (order by id), lag(n, 3, -7 ignore nulls) over (partition by k order by id) from numbers
select id, lag(k) ignore nulls over (order by id) from numbers;
-- duckdb: select id, lag(k ignore nulls) over (order by id) from numbers
select id, n - lag(n) over (order by id), b - lead(b) over (order by id) from numbers;
select id, lag(z) over (order by id), lead(n) over (order by id), max(n) over (), count(n) over () from (select id, n, null::integer as z from numbers where id < 50);
-- duckdb: select id, null::integer, lead(n) over (order by id), max(n) over (), count(n) over () from (select id, n from numbers where id < 50)

-- values of a frame
select id, first_value(b) over (partition by k order by id), last_value(b) over (partition by k order by id) from numbers;
select id, first_value(n) over (order by id rows between 2 preceding and 1 preceding), last_value(n) over (order by id rows between 1 following and 3 following) from numbers;
select id, nth_value(b, 3) over (partition by k order by id), nth_value(b, 2) over (order by id rows between 2 preceding and 2 following) from numbers;
select id, nth_value(n, k + 1) over (order by id rows between 3 preceding and 3 following) from numbers;
select id, first_value(n) ignore nulls over (order by id rows between 4 preceding and current row), last_value(n) ignore nulls over (order by id rows between 1 following and 6 following) from numbers;
-- duckdb: select id, first_value(n ignore nulls) over (order by id rows between 4 preceding and current row), last_value(n ignore nulls) over (order by id rows between 1 following and 6 following) from numbers
select id, nth_value(n, 2) ignore nulls over (order by id rows between 4 preceding and 4 following), last_value(n) ignore nulls over (order by id) from numbers;
-- duckdb: select id, nth_value(n, 2 ignore nulls) over (order by id rows between 4 preceding and 4 following), last_value(n ignore nulls) over (order by id) from numbers
select id, first_value(u) over (partition by w order by id), last_value(long_text) over (partition by u order by id rows between unbounded preceding and unbounded following) from words;
select id, first_value(n) over (), last_value(k) over (order by id rows between current row and unbounded following) from numbers where id % 100 = 7;

-- aggregates: whole partitions and running
select id, count(*) over (), count(n) over (), sum(n) over (), avg(n) over (), min(n) over (), max(n) over () from numbers;
select id, count(*) over (partition by k), sum(b) over (partition by k), avg(p) over (partition by k), min(w) over (partition by k), max(d) over (partition by k) from numbers;
select id, sum(n) over (order by id), count(n) over (order by id), avg(n) over (order by id), min(n) over (order by id), max(n) over (order by id) from numbers;
select id, sum(b) over (order by k), count(*) over (order by k), avg(k) over (order by n) from numbers;
select id, sum(p) over (partition by k order by id), avg(p) over (partition by k order by id), sum(w) over (order by id), avg(w) over (partition by e order by id) from numbers;
select id, sum(d) over (partition by k order by id), avg(d) over (partition by k order by id), sum(f) over (order by id) from numbers;
select id, sum(s) over (order by id), sum(t) over (order by id), avg(s) over (order by id) from numbers;
select id, min(u) over (order by id), max(u) over (partition by w), min(long_text) over (partition by u order by id), max(w) over (order by id) from words;
select id, min(d) over (order by id), max(ts) over (partition by id % 10 order by id), min(nd) over (order by id desc), max(tm) over (order by id) from days;
select id, min(d) over (order by id), max(d) over (order by id), min(x) over (order by id), max(x) over (order by id) from extremes;
select id, min(i) over (order by id rows between 1 preceding and 1 following), max(l) over (order by id rows between 1 preceding and 1 following) from extremes;
select id, sum(l) over (order by id), sum(i) over (order by id rows between 1 preceding and current row) from extremes;
select id, stddev_pop(n) over (order by id), stddev_samp(d) over (partition by k order by id), var_pop(p) over (partition by k), var_samp(n) over (partition by k order by id) from numbers;
select id, sum(n + k) over (partition by k % 3 order by b * 2), count(*) over (partition by n is null order by id) from numbers;
select id, min(m) over (partition by k order by id), max(e) over (order by id) from numbers where id < 60;
-- duckdb: select id, bool_and(m) over (partition by k order by id), bool_or(e) over (order by id) from numbers where id < 60

-- frames of rows
select id, sum(n) over (order by id rows between 2 preceding and current row), count(n) over (order by id rows between 2 preceding and current row) from numbers;
select id, sum(n) over (order by id rows 3 preceding), avg(n) over (order by id rows between 1 preceding and 1 following) from numbers;
select id, sum(b) over (partition by k order by id rows between 5 preceding and 2 preceding), count(*) over (partition by k order by id rows between 5 preceding and 2 preceding) from numbers;
select id, sum(b) over (partition by k order by id rows between 2 following and 5 following), avg(b) over (partition by k order by id rows between 2 following and 5 following) from numbers;
select id, sum(b) over (order by id rows between current row and unbounded following), count(n) over (order by id rows between 1 following and unbounded following) from numbers;
select id, sum(n) over (order by id rows between unbounded preceding and 1 preceding), max(n) over (order by id rows between unbounded preceding and 3 following) from numbers;
select id, min(n) over (order by id rows between 10 preceding and 10 following), max(p) over (order by id rows between 100 preceding and 3 preceding) from numbers;
select id, min(d) over (order by id rows between 1000 preceding and 1000 following), max(d) over (order by id rows between current row and 1500 following) from numbers;
select id, sum(d) over (order by id rows between 10 preceding and 10 following), avg(d) over (order by id rows between 500 preceding and 100 following) from numbers;
select id, sum(w) over (order by id rows between 3 preceding and 3 following), avg(w) over (order by id rows between 3 preceding and 3 following), sum(x) over (order by id rows between 3 preceding and 3 following) from (select id, w, p * p as x from numbers);
select id, stddev_samp(d) over (order by id rows between 20 preceding and current row), var_pop(n) over (order by id rows between 5 preceding and 5 following) from numbers;
select id, min(u) over (order by id rows between 3 preceding and 1 preceding), max(long_text) over (order by id rows between 40 preceding and 40 following) from words;
select id, sum(n) over (order by id rows between 0 preceding and 0 following), sum(n) over (order by id rows between current row and current row) from numbers;
select id, sum(n) over (order by id rows between 100000 preceding and 100000 following) from numbers;
select id, count(*) over (order by id rows between 3 following and 2 following), sum(k) over (order by id rows between 2 preceding and 3 preceding) from numbers where id < 20;
select i, sum(i) over (order by i rows between 2047 preceding and current row), max(m) over (order by i rows between 2048 preceding and 2048 following) from blocks;

-- frames by value
select id, sum(b) over (order by id range between 3 preceding and 2 following), count(*) over (order by k range between 1 preceding and current row) from numbers;
select id, sum(id) over (order by n range between 2 preceding and 1 following), count(*) over (order by n range between 1 following and 3 following) from numbers;
select id, sum(id) over (order by n desc nulls last range between 2 preceding and 1 following), count(*) over (order by n nulls first range between 3 preceding and 1 preceding) from numbers;
select id, sum(id) over (partition by k order by p range between 10.5 preceding and 3 following), min(p) over (order by p range between current row and 20 following) from numbers;
select id, count(*) over (order by d range between 1.5 preceding and 0.25 following), sum(k) over (order by f range between 2 preceding and unbounded following) from numbers;
select id, count(*) over (order by d range between 1 preceding and 1 following), count(*) over (order by l range between 1 preceding and current row) from extremes where id <> 2 and id <> 1;
select id, count(*) over (order by d range between interval 10 day preceding and interval 5 day following) from days;
select id, count(*) over (order by nd range between interval 1 month preceding and current row), max(id) over (order by nd range between interval 1 year preceding and interval 1 month preceding) from days;
select id, count(*) over (order by ts range between interval 2 hour preceding and interval 30 minute following) from days;
select id, sum(id) over (order by w range between 0.5 preceding and 0.5 following) from numbers;
select id, count(*) over (order by b range between unbounded preceding and 10 following), first_value(id) over (order by b range between 7 preceding and 1 preceding) from numbers;
select id, count(*) over (order by n range between current row and unbounded following), sum(k) over (order by n range between current row and current row) from numbers;
select id, count(*) over (order by s range between 100 preceding and 100 following), count(*) over (order by t range between 1 preceding and 1 following) from numbers;

-- around other operators
select id, k, r from (select id, k, row_number() over (partition by k order by b desc) as r from numbers) where r <= 3;
select id, k, row_number() over (partition by k order by b desc) as r from numbers qualify r <= 3;
select id from numbers qualify row_number() over (partition by k order by id) = 2 and count(*) over (partition by k) > 5;
select id, n from numbers where n > 3 qualify rank() over (order by n desc) <= 10;
select * from (select id, k, sum(b) over (partition by k) as total from numbers) where k = 2 and total > 0;
select k, sum(sum(b)) over (order by k), rank() over (order by count(*) desc, k) from numbers group by k;
select k, n, count(*), sum(count(*)) over (partition by k order by n nulls last) from numbers group by k, n;
select distinct k, count(*) over (partition by k) from numbers;
select id, sum(r) over (order by id) from (select id, rank() over (order by k) as r from numbers);
select id, sum(n) over w, count(*) over w, avg(b) over (w rows 2 preceding) from numbers window w as (partition by k order by id);
select id, sum(n) over w1, sum(n) over w2 from numbers window w1 as (partition by k order by id), w2 as (partition by n order by id desc);
select id, row_number() over (order by id), row_number() over (order by id desc), row_number() over (partition by e order by id) from numbers;
select id, b, b * 100.0 / sum(b) over (partition by k) from numbers where b > 0;
select id from numbers order by row_number() over (order by b desc) limit 7;
select id, row_number() over (order by b desc) as r from numbers order by r limit 5 offset 3;
select id, max(id) over (partition by k) from numbers order by 2 desc, 1 limit 20;
select count(*) from (select id, lag(n) over (order by id) as p, n from numbers) where p = n;
select id, c from (select id, count(*) over (partition by k) as c, sum(b) over () as unread from numbers) where id < 5;
select id, case when lag(k) over (order by id) < k then 'up' else 'down' end, coalesce(lag(n) over (order by id), 0) from numbers;
select x, count(*) over (order by x) from (select k as x from numbers where k < 3 union all select n from numbers where id < 100);
select e, d, sum(d) over (partition by e order by id) from numbers where id < 100 order by id;
select a, s, row_number() over (order by a), sum(p) over (), lag(a) over (order by a), ntile(3) over (order by a) from empty;
select a, s, row_number() over (order by a), sum(p) over (), lag(a) over (order by a), ntile(3) over (order by a), percent_rank() over (order by a), sum(z) over (), count(z) over () from one;
select id, sum(n) over (order by id), count(n) over (order by id), min(s) over (order by id), avg(p) over (), max(d) over (order by id rows 2 preceding), first_value(n) over (order by id), rank() over (order by n) from allnull;
select id, last_value(n) ignore nulls over (order by id), nth_value(s, 1) ignore nulls over (order by id) from allnull;
-- duckdb: select id, last_value(n ignore nulls) over (order by id), nth_value(s, 1 ignore nulls) over (order by id) from allnull

-- many rows
select id, sum(price) over (partition by name order by id), row_number() over (partition by name order by id) from big;
select id, sum(price) over (order by id rows between 1000 preceding and 1000 following), max(k) over (order by id rows between 50000 preceding and 50000 following) from big;
select id, rank() over (partition by q order by price, id), lag(k) over (partition by q order by id) from big;
select count(*), sum(r) from (select row_number() over (partition by k order by id) as r from big);
select count(*), sum(s), max(c) from (select sum(q) over (order by id) as s, count(*) over (order by price) as c from big);
