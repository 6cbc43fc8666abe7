
-- grain: one row a segment and attribute (is_whole), and one a segment, attribute and bar of its distribution: sums of
-- segment_attributes over the viewer's countries, of those that are named; of few people only for viewers of personal data
create or replace function attribute_counts(of_run integer, of_countries text[], of_segments text[])
returns table (
    segment_id text, attribute text, is_whole boolean, category text, low numeric, high numeric, customers bigint,
    total numeric
)
language sql stable security definer as $body$
    select mart.segment_id, mart.attribute, grouping(mart.low) = 1, mart.category, mart.low, mart.high,
        sum(mart.customers), sum(mart.total)
    from segment_attributes as mart
    where mart.segmentation_id = of_run and mart.attribute <> '' and ({is_theirs})
        and (of_countries is null or mart.country = any (of_countries))
        and (of_segments is null or mart.segment_id = any (of_segments))
    group by grouping sets (
        (mart.segment_id, mart.attribute), (mart.segment_id, mart.attribute, mart.category, mart.low, mart.high)
    )
    having {is_personal} or sum(mart.customers) >= {fewest}
$body$;
