"""What runs beside the web server: a worker, and a beat that must be there once."""

import smtplib
import socket
from datetime import timedelta
from email.message import EmailMessage

from celery import Celery, shared_task
from sqlalchemy import func, select

from shop import settings
from shop.models import Confirmation, Order, Tick, db

queue = Celery("shop", broker=settings.queue_url())
# A task that a worker had in its hands when it died is given to another one.
queue.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    beat_schedule_filename="/tmp/beat",
    beat_schedule={
        "tick": {"task": "shop.tasks.tick", "schedule": 5.0, "args": ()},
        "remind": {"task": "shop.tasks.remind", "schedule": 30.0, "args": ()},
    },
)
queue.set_default()

# An order that is not confirmed by then is one whose task was lost: Celery drops a task that is to be
# tried again while its queue is away, and Redis gives one that a worker held only after an hour.
OVERDUE = timedelta(minutes=1)
MOST_REMINDERS = 100


@shared_task(autoretry_for=(OSError,), retry_backoff=1, max_retries=None)
def confirm(order_id: int) -> None:
    """Send the mail about an order, once."""
    order = db.session.get(Order, order_id, with_for_update=True)
    if order is None or order.confirmed is not None:
        db.session.rollback()
        return
    _send(order)
    order.confirmed = func.now()
    db.session.add(Confirmation(order_id=order.id, by=socket.gethostname()))
    db.session.commit()


@shared_task
def remind() -> None:
    """Hand out overdue orders once more; an order that is confirmed by then is left alone."""
    overdue = select(Order.id).where(Order.confirmed.is_(None), Order.made < func.now() - OVERDUE)
    for order_id in db.session.scalars(overdue.order_by(Order.id).limit(MOST_REMINDERS)):
        confirm.delay(order_id)


@shared_task
def tick() -> None:
    """Note that the scheduler is there."""
    db.session.add(Tick(by=socket.gethostname()))
    db.session.commit()


def _send(order: Order) -> None:
    message = EmailMessage()
    message["From"] = "shop@example.com"
    message["To"] = order.email
    message["Subject"] = f"Your order {order.id}"
    message.set_content(f"{order.quantity} of product {order.product_id} are on the way.")
    with smtplib.SMTP(*settings.mail_server(), timeout=10) as server:
        server.send_message(message)
