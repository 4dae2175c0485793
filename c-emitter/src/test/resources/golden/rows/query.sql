select o_comment, o_totalprice + o_totalprice as doubled, 1000000 / o_orderkey as half
from   orders
where  o_orderkey > 7
limit  100 offset 20
