# The board as an image: the application, its locked parts, and nobody's rights but its own.
FROM python:3.13-slim AS made
WORKDIR /made
COPY requirements-board.lock requirements-build.lock ./
RUN python -m venv /opt/resecta && /opt/resecta/bin/pip install --no-cache-dir --require-hashes -r requirements-board.lock -r requirements-build.lock
COPY . .
RUN /opt/resecta/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --create-home board
COPY --from=made /opt/resecta /opt/resecta
USER board
ENV PATH=/opt/resecta/bin:$PATH
EXPOSE 8000
HEALTHCHECK CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"
# The database's address comes as RESECTA_DATABASE; the proxy before it speaks https.
CMD ["resecta", "serve", "--host", "0.0.0.0", "--https"]
