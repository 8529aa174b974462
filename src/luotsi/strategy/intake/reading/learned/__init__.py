"""What labelled documents taught: what an entry is that the rules say nothing of, or something else."""
