select *
from customer, (select avg(c_acctbal) as average, single_value(c_mktsegment) as segment from customer)
where c_acctbal > average
