select a.*, (a_number, true) in (select b_number, a_ratio < b_ratio from b) as mark
from a
