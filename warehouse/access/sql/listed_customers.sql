-- grain: one row of customer_features that the viewer sees; asked as whoever asks, so that its own policy stands first
select * from customer_features
