# One image for everything that runs: the flows' worker and the Prefect server, of one Prefect version.
FROM python:3.12.12-slim-bookworm

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    DO_NOT_TRACK=1 \
    PREFECT_HOME=/var/lib/newsledger/prefect

WORKDIR /opt/newsledger
# The lock file is complete and pins every file by its hash; it changes less often than the code.
COPY requirements.lock ./
RUN pip install --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE prefect.yaml ./
COPY config config
COPY incoming incoming
COPY models models
COPY schemas schemas
COPY tasks tasks
COPY flows flows
RUN pip install --no-deps --no-build-isolation --editable . \
    && useradd --system --uid 10001 --home-dir /var/lib/newsledger --create-home newsledger
USER newsledger
# Volumes take their owner from here.
RUN mkdir -p /var/lib/newsledger/prefect /var/lib/newsledger/raw
ENTRYPOINT []
CMD ["newsledger", "--help"]
