"""What gunicorn runs with; the port is $PORT, and the number of workers $WEB_CONCURRENCY."""

from deploy.access_log import without_health_checks

wsgi_app = "widgets:create_app()"
threads = 4
# A request that has no answer by then is cut off; the container's stop grace must be longer.
graceful_timeout = 25
# The workers' heartbeats are files, and the root file system may be read-only.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
accesslog = "-"

without_health_checks("gunicorn.access")
