"""The engines that run a cohort: each opens tables, keeps small results and writes large ones; the logic is the same."""

from resecta.cohort.engines.engine import Engine, EngineError, NotInstalled, opened

__all__ = ["Engine", "EngineError", "NotInstalled", "opened"]
