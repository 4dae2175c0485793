select count(*) as orders
from   orders
where  year(o_orderdate) = 1995 and o_comment like '%special%' and o_shippriority in (1, 3, 2) and o_clerk is not null
  and  upper(o_clerk) = 'CLERK#000000951' and o_orderdate < o_shipdate and o_custkey >= ? and 1000000 / o_custkey > 10
