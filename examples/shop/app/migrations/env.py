"""How Alembic reaches the database: by the app's own engine."""

from logging.config import fileConfig

from alembic import context
from flask import current_app

fileConfig(context.config.config_file_name, disable_existing_loggers=False)
engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=current_app.extensions["migrate"].db.metadata,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
