"""What is measured of a dashboard that is served as people have it: browsers, a crowd, a new day."""
