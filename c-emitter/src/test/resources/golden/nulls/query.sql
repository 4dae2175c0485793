select a < b and c > 5 as and_value, a is null or a = b as or_value, not a < b as not_value,
       a is distinct from b as distinct_value, coalesce(a, b, c) as first_value, a / b as quotient
from   t
where  not (a < b and c > 5)
