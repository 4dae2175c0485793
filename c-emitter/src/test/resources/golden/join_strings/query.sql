select *
from a full join b on a_text = b_text and a_ratio = b_ratio
