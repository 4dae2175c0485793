select *
from orders
where o_orderdate >= date '1995-01-01'
and exists (select 1 from customer where o_custkey = c_custkey and o_totalprice < c_acctbal)
