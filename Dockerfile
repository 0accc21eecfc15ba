# The bot on real Telegram: `docker compose up`. Linted only, see CONTRIBUTING.md.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    FIELDBOT_DATA_DIR=/data

WORKDIR /fieldbot
COPY requirements.lock .
RUN pip install --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY fieldwork ./fieldwork
COPY storage ./storage
COPY handlers ./handlers
COPY bot ./bot
RUN pip install --no-deps --no-build-isolation . \
    && useradd --system --uid 10001 --home-dir /data fieldbot \
    && install --directory --owner=fieldbot --mode=0700 /data

# Away from the sources: what runs is what was installed.
WORKDIR /data
USER fieldbot
VOLUME /data
HEALTHCHECK --interval=1m --timeout=20s --start-period=30s CMD ["fieldbot", "doctor"]
ENTRYPOINT ["fieldbot"]
CMD ["run", "--telegram"]
