select c_custkey, sum(c_acctbal) as balance
from customer
group by c_custkey
