"""What runs at the centre besides pages: the sync API, the jobs, the settings."""
