select *
from customer
where not exists (select 1 from orders
where o_orderdate >= date '1995-01-01'
and o_custkey = c_custkey)
