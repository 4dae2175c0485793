select a.*, a_number in (select b_number from b) as mark
from a
