-- Run with sanitizers in libflare and in the generated programs; see scripts/test-sanitized-query. The answers in
-- sanitized-query.csv are DuckDB's.
select count(*) as rows, count(number) as numbers, sum(number) as total, min(amount) as least, max(amount) as most
from   mixed
where  number between 1000 and 40000 or flag;

select   text, count(*) as texts, sum(digit) as digits, min(number) as least
from     pages
where    id < 2000
group by text
order by text desc nulls first
limit    5;

select   id, text, amount * 2 as twice
from     mixed
where    text like 'c%' and amount is not null and id > 1000
order by id desc
limit    5;
