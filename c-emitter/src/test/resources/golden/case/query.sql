select case when b <> 0 then a / b end as safe,
       case when c < 10 then 'small' when c < 100 then upper(s) else 'large' end as size,
       greatest(a, b, c) as largest
from   t
