"""Find the listed person behind a name, and say why it may be somebody else."""
