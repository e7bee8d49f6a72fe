"""Makes banners of the queued texts, with the Debian package figlet."""

import signal
import subprocess
import threading

import jobs

stopping = threading.Event()


def main() -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    while not stopping.wait(0.2):
        for path in jobs.waiting():
            text = path.read_text()
            banner = subprocess.run(["figlet"], input=text, capture_output=True, text=True)
            jobs.finish(path, banner.stdout)


if __name__ == "__main__":
    main()
