select   cluster, count(*) as total
from     (select cluster, classifier(murder, assault, population, rape) as classification from crime)
where    classification = cluster
group by cluster
