"""Access logs without health checks, which come every few seconds: only their failures are news."""

import logging


def without_health_checks(logger: str) -> None:
    """Leave the answers of 200 to /healthz out of what a server logs."""
    logging.getLogger(logger).addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    line = record.getMessage()
    return not ('"GET /healthz ' in line and '" 200' in line)
