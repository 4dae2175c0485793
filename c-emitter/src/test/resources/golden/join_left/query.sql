select *
from orders left join customer on o_custkey = c_custkey
where o_orderdate >= date '1995-01-01'
