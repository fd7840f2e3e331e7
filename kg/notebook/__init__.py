"""notebook: a built graph in code and in Jupyter: networkx, pandas data frames, SPARQL, and the interactive picture."""

from kg.notebook.loaded import Loaded, load
from kg.notebook.picture import Picture

__all__ = ["Loaded", "Picture", "load"]
