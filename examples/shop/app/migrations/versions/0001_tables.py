"""The first tables, and what is for sale."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    products = op.create_table(
        "products",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, unique=True, nullable=False),
        sa.Column("cents", sa.Integer, nullable=False),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("product_id", sa.Integer, sa.ForeignKey("products.id"), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False, server_default=sa.func.now()),
        sa.Column("confirmed", sa.DateTime),
    )
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("by", sa.String, nullable=False),
    )
    op.create_table(
        "ticks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("by", sa.String, nullable=False),
    )
    op.bulk_insert(products, [{"name": "apple", "cents": 30}, {"name": "pear", "cents": 40}])


def downgrade() -> None:
    for name in ("ticks", "confirmations", "orders", "products"):
        op.drop_table(name)
