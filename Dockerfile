# The production image: Python, the locked packages, the code, the static files. No compiler, no test, no root.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/salesops
COPY requirements.lock .
RUN python -m venv /srv/venv && /srv/venv/bin/pip install --require-hashes --only-binary :all: -r requirements.lock
COPY manage.py ./
COPY salesops salesops
COPY opportunities opportunities
COPY qualification qualification
COPY approvals approvals
COPY handoff handoff
COPY templates templates
COPY static static
# collectstatic asks for no database and no secret; the values here never leave this stage.
RUN SALESOPS_ENV=production SECRET_KEY="$(head -c 64 /dev/urandom | base64 -w0)" ANCHOR_KEY="$(head -c 64 /dev/urandom | base64 -w0)" \
    ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid DATABASE_URL=postgresql://salesops_app@db/salesops \
    REDIS_URL=redis://broker EMAIL_URL=dummy: STATIC_ROOT=/srv/static \
    /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin salesops \
    && mkdir -p /data && chown salesops /data
COPY --from=build /srv /srv
WORKDIR /srv/salesops
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SALESOPS_ENV=production STATIC_ROOT=/srv/static DATA_DIR=/data DJANGO_SETTINGS_MODULE=salesops.settings
USER 10001
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "salesops.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
