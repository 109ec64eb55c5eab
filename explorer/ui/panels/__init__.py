"""What stands beside the views: the portfolio and inventory on the left, the inspector on the right."""
