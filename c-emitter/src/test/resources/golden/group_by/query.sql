select   o_clerk, o_custkey, sum(o_totalprice) as total, avg(o_weight) as weight, min(o_comment) as first_comment,
         max(o_totalprice) as largest, stddev_samp(o_weight) as spread, count(*) as orders
from     orders
group by o_clerk, o_custkey
having   count(*) > 10
