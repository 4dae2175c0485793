select *
from orders
where o_orderdate >= date '1995-01-01'
and o_custkey in (select c_custkey from customer)
