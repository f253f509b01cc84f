"""The main job, end to end: what a user would see, on real input."""
