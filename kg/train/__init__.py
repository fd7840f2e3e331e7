"""train: annotated articles → the network that an ontology reads with. Needs PyTorch; the run time does not."""
