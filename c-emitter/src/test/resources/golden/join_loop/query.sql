select *
from a join b on a_number < b_number
