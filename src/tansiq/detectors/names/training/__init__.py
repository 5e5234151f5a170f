"""How the weights beside the names are learned: python -m tansiq.detectors.names.training."""
