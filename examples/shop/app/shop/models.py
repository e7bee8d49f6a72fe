"""The tables. A change of them is a migration: `flask db migrate`."""

from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables have in common."""


db = SQLAlchemy(model_class=Base)


class Product(db.Model):
    """Something that is for sale."""

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    cents: Mapped[int]


class Order(db.Model):
    """What somebody bought; confirmed once the mail about it was handed in."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[int]
    email: Mapped[str]
    made: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed: Mapped[datetime | None]


class Confirmation(db.Model):
    """A run of the task that confirms an order: more than one of an order would be one too many."""

    __tablename__ = "confirmations"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    by: Mapped[str]


class Tick(db.Model):
    """A beat of the scheduler, and which container gave it."""

    __tablename__ = "ticks"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    by: Mapped[str]
