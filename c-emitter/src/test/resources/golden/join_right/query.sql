select *
from (select * from orders
where o_orderdate >= date '1995-01-01')
right join customer on o_custkey = c_custkey
