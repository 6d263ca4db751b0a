# The show and the film, as an ordinary user. It was only read: no engine has built it yet.
#
#   docker build -t voskhod2-viz .
#   docker run --rm -p 127.0.0.1:18365:18365 voskhod2-viz
#   docker run --rm -v "$PWD:/films" --user "$(id -u):$(id -g)" voskhod2-viz record -o /films/eva.mp4 --from eva.exit --seconds 10
#
# docs/where-it-runs.md says more.
FROM python:3.12-slim-bookworm

# Chromium draws, Mesa renders without a GPU, ffmpeg brings ffprobe.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        chromium ffmpeg libegl1 libgl1-mesa-dri \
    && rm -rf /var/lib/apt/lists/*

# What is loaded first: it changes less often than the code.
WORKDIR /src
COPY pyproject.toml ./
COPY scripts/packages.py scripts/
RUN python scripts/packages.py run > /tmp/packages.txt \
    && pip install --no-cache-dir -r /tmp/packages.txt \
    && pip install --no-cache-dir --no-deps "$(python scripts/packages.py run --alone)" \
    && rm /tmp/packages.txt

COPY . .
RUN pip install --no-cache-dir --no-deps .

# Any user may be given with --user: nothing is written but to /tmp and where the film goes.
RUN useradd --create-home viewer && install -d -o viewer -g viewer /films
USER viewer
WORKDIR /films
EXPOSE 18365

ENTRYPOINT ["voskhod2"]
CMD ["play", "--no-open", "--port", "18365", "--bind", "0.0.0.0", "--address", "http://localhost:18365/"]
