select   cluster,
         sum(case when classification = 0 then 1 else 0 end) as class1,
         sum(case when classification = 1 then 1 else 0 end) as class2,
         sum(case when classification = 2 then 1 else 0 end) as class3,
         sum(case when classification = 3 then 1 else 0 end) as class4
from     (select cluster, classifier(murder, assault, population, rape) as classification from crime)
group by cluster
order by cluster
