# Regulars as a container: the dashboard by default, the commands by name (`docker compose run --rm app python -m etl …`).
FROM python:3.13.9-slim-trixie@sha256:326df678c20c78d465db501563f3492d17c42a4afe33a1f2bf5406a1d56b0e86
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 MPLCONFIGDIR=/tmp
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY warehouse warehouse
COPY wording wording
COPY accounts accounts
COPY audiences audiences
COPY etl etl
COPY models models
COPY dashboard dashboard
COPY worker worker
COPY assets assets
COPY gunicorn.conf.py .
COPY regulars regulars
COPY deploy/make_secrets.py deploy/
# Uploaded files are shared by the dashboard and the worker.
ENV REGULARS_HOME=/home/regulars/store
RUN useradd --create-home --uid 10001 regulars && mkdir /data /backups /run/regulars /home/regulars/store \
    && chown regulars /data /backups /run/regulars /home/regulars/store
USER regulars
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8050/healthz', timeout=4)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8050", "dashboard.wsgi:server"]
