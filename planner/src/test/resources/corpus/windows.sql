-- Window functions, in the manner of queries.sql.

select id, row_number() over (order by id), rank() over (order by number), dense_rank() over (order by number) from everything

select id, percent_rank() over (order by number), cume_dist() over (order by number), ntile(7) over (order by id) from everything

select id, sum(number) over (partition by flag order by id), count(*) over (partition by flag), avg(number) over () from everything

select id, sum(price) over (order by id), avg(price) over (partition by flag) from everything

select id, sum(small) over (order by id rows between 2 preceding and 1 following), min(small) over (order by id rows 3 preceding) from everything

select id, lag(number) over (order by id), lead(number, 2) over (order by id), lag(number, 1, -1) over (order by id) from everything

select id, first_value(small) over (partition by flag order by id), last_value(small) over (partition by flag order by id) from everything

select id, nth_value(small, 2) over (partition by flag order by id rows between unbounded preceding and unbounded following) from everything

select id, lag(small) ignore nulls over (order by id), last_value(small) ignore nulls over (order by id) from everything
-- duckdb
select id, lag(small ignore nulls) over (order by id), last_value(small ignore nulls) over (order by id) from everything

select id, number, rank() over (partition by flag order by number desc nulls last, id) as place from everything qualify place <= 3

select * from (select id, flag, row_number() over (partition by flag order by id) as n from everything) where n <= 2 and flag

select flag, sum(sum(number)) over (order by flag nulls first) from everything group by flag

select distinct flag, count(*) over (partition by flag) from everything

select id, sum(number + small) over (partition by id % 3 order by small * 2, id) from everything

select id, count(small) over w, max(number) over w from everything window w as (partition by flag order by id rows between unbounded preceding and 1 preceding)

select id, sum(r) over (order by id) from (select id, rank() over (order by number) as r from everything)

select id, stddev(number) over (order by id rows between 4 preceding and current row), var_pop(price) over (partition by flag) from everything

select id from everything order by row_number() over (order by number desc nulls last, id) limit 5

select id, case when count(*) over (partition by small) > 1 then 'twin' else 'single' end, number - lag(number) over (order by id) from everything

select id, sum(number) over (), sum(number) over (order by id rows between unbounded preceding and unbounded following) from everything

select id, sum(total) over (order by id) as x from (select id, sum(number) over (partition by flag) as total, count(*) over () as unread from everything)
