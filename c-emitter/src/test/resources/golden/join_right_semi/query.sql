select *
from customer
where exists (select 1 from orders
where o_orderdate >= date '1995-01-01'
and o_custkey = c_custkey and o_totalprice < c_acctbal)
