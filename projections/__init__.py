"""What is shown: each view folds events into rows of its own schema, rebuilt at will."""
