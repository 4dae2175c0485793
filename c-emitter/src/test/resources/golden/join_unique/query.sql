select sum(c_acctbal) as balance, count(*) as orders
from orders join customer on o_custkey = c_custkey
where o_orderdate >= date '1995-01-01'
