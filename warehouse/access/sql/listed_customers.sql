-- grain: one row of customer_features that the viewer sees; as a view, pages by amounts keep to their index
select * from customer_features
where {is_home_theirs}
