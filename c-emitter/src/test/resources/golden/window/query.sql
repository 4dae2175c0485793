select o_custkey, rank() over w as place, lag(o_totalprice) over w as before, sum(o_totalprice) over w as total,
    sum(o_totalprice) over (w rows 2 preceding) as recent, max(o_totalprice) over (w rows 2 preceding) as dearest,
    last_value(o_clerk) ignore nulls over (w rows 2 preceding) as clerk
from orders
window w as (partition by o_custkey order by o_orderdate)
