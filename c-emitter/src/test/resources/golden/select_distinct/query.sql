select distinct s, a from t
