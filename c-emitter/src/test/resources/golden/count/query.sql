select count(*) as rows from t
