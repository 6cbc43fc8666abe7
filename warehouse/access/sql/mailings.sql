-- grain: one row a delivery of a campaign: when, and from which day on for how long an order is an answer; whoever made it
select
    deliveries.delivery_id,
    deliveries.campaign_id,
    deliveries.made_at,
    case
        when deliveries.delivery_id = min(deliveries.delivery_id) over (partition by deliveries.campaign_id)
            then coalesce(campaigns.sent_on, deliveries.counts_from)
        else deliveries.counts_from
    end as starts_on,
    campaigns.window_days
from deliveries
join campaigns on campaigns.campaign_id = deliveries.campaign_id
where {is_somebody}
