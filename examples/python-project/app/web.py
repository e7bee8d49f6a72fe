"""Takes texts, and hands out the banners that the worker makes of them."""

from flask import Flask, request

import jobs

app = Flask(__name__)


@app.post("/banners")
def add():
    return {"job": jobs.add(request.get_data(as_text=True))}, 202


@app.get("/banners/<job>")
def show(job: str):
    banner = jobs.result(job)
    return (banner, {"Content-Type": "text/plain"}) if banner is not None else ("not ready\n", 404)


@app.get("/healthz")
def healthz():
    return "ok\n"
