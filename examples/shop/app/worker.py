"""What `celery --app worker` starts: the tasks, each in the app's context."""

from celery import Task

from shop import create_app
from shop.models import db
from shop.tasks import queue

web = create_app()


class InContext(Task):
    """A task that finds the app's database."""

    def __call__(self, *args: object, **kwargs: object) -> object:
        with web.app_context():
            try:
                return self.run(*args, **kwargs)
            finally:
                db.session.remove()


queue.Task = InContext
app = queue
