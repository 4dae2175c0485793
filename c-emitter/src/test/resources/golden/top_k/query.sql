select o_orderkey, o_totalprice, o_comment from orders order by o_totalprice desc, o_orderkey limit 10 offset 5
