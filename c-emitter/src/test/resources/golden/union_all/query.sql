select   mode, sum(part) as parts
from     (select part, mode from shipped union all select part, mode from ordered)
group by mode
