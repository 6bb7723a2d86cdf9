"""Where each student stands in the seven steps, and what the law says is due."""
