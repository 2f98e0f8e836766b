"""A registry that never was: patients and events drawn from the likelihoods in registry.yaml, for trials."""

from resecta.cohort.synthetic.draw import synthesise

__all__ = ["synthesise"]
