# The web server, the worker and every command of manage.py: see compose.yaml.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 BYLINE_VAR=/var/byline
WORKDIR /srv/byline

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt

COPY manage.py pyproject.toml Procfile ./
COPY cms cms
COPY articles articles
COPY comments comments
COPY templates templates
COPY static static

RUN useradd --system --uid 999 byline && mkdir /var/byline && chown byline /var/byline
USER byline
VOLUME /var/byline
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", \
  "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["sh", "-c", "exec python -m cms.server 0.0.0.0 ${PORT:-8000} ${WORKERS:-2}"]
