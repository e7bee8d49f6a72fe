"""What gunicorn runs with; the port is $PORT, and the number of workers $WEB_CONCURRENCY."""

threads = 4
# A request that has no answer by then is cut off; the container's stop grace is longer.
graceful_timeout = 25
# The workers' heartbeats are files, and the root file system is read-only.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
