"""What stands out in a view. `ranking.ranked_findings` is the way in, `finding` what comes out."""
