"""The engines that run a cohort: each opens tables, keeps small results and writes large ones, all by one logic."""

from resecta.cohort.engines.engine import (
    FILE,
    ROW,
    Engine,
    EngineError,
    NotInstalledError,
    NotWrittenError,
    Stage,
    as_laid,
    opened,
)

__all__ = ["FILE", "ROW", "Engine", "EngineError", "NotInstalledError", "NotWrittenError", "Stage", "as_laid", "opened"]
