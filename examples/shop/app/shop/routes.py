"""The pages. Everything answers in JSON, as the shop's window is somebody else's."""

from http import HTTPStatus

from flask import Flask, abort, request, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text

from shop import settings
from shop.models import Confirmation, Order, Product, Tick, db
from shop.tasks import confirm


def register_routes(app: Flask) -> None:
    """Add every route to the app."""
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/", view_func=products)
    app.add_url_rule("/orders", view_func=make_order, methods=["POST"])
    app.add_url_rule("/orders", view_func=orders)
    app.add_url_rule("/products/<int:product_id>/photo", view_func=put_photo, methods=["PUT"])
    app.add_url_rule("/products/<int:product_id>/photo", view_func=photo)


def health() -> ResponseReturnValue:
    """Whether the app reaches its database."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}


def products() -> ResponseReturnValue:
    """What is for sale."""
    found = db.session.scalars(select(Product).order_by(Product.id))
    return {"products": [{"id": one.id, "name": one.name, "cents": one.cents} for one in found]}


def make_order() -> ResponseReturnValue:
    """Take an order and leave its confirmation to a worker."""
    given = request.get_json()
    product = db.session.get(Product, given.get("product"))
    quantity, email = given.get("quantity", 1), given.get("email", "")
    if product is None or not isinstance(quantity, int) or quantity < 1 or "@" not in email:
        abort(HTTPStatus.BAD_REQUEST, "expected product, quantity and email")
    order = Order(product_id=product.id, quantity=quantity, email=email)
    db.session.add(order)
    # The worker must find it.
    db.session.commit()
    confirm.delay(order.id)
    return {"id": order.id}, HTTPStatus.CREATED


def orders() -> ResponseReturnValue:
    """How many orders there are, and how often the tasks about them ran."""
    count = db.session.scalar(select(func.count(Order.id)))
    confirmed = db.session.scalar(select(func.count(Order.confirmed)))
    runs = db.session.scalar(select(func.count(Confirmation.id)))
    ticks = db.session.scalar(select(func.count(Tick.id)))
    return {"orders": count, "confirmed": confirmed, "runs": runs, "ticks": ticks}


def put_photo(product_id: int) -> ResponseReturnValue:
    """Keep a photo on the volume."""
    if db.session.get(Product, product_id) is None:
        abort(HTTPStatus.NOT_FOUND)
    (settings.uploads() / f"{product_id}.jpg").write_bytes(request.get_data())
    return "", HTTPStatus.NO_CONTENT


def photo(product_id: int) -> ResponseReturnValue:
    """The photo of a product."""
    return send_from_directory(settings.uploads(), f"{product_id}.jpg")
