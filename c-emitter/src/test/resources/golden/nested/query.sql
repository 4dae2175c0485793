select   s, total, few
from     (select upper(s) as s, sum(a) as total, count(*) filter (where a < 9) as few
          from (select distinct s, a from t) group by upper(s) limit 7)
order by s desc
offset   3
