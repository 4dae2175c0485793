select sum(amount * rate) as total, avg(amount / rate) as mean_ratio, max(amount + rate) as largest, sum(units) as all_units
from   ledger
