"""What answers tell instructors: counted as they come in, read by the dashboards."""
