"""Charts of sales: by month, week, country, product and customer."""
