#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image. Its Python is too old, so one comes
# along: uv, of this very version and these very bytes, knows the checksum of the Python it fetches.
# COURSE_PYTHON=/usr/bin/python3.13 takes a Python that the image has instead.
set -euo pipefail
cd "$(dirname "$0")"
home=${COURSE_HOME:-/opt/course}
mkdir -p "$home"
umask 022  # submissions run as a user of their own and have to read Python, and nothing else

if ! python3 -m pip --version > /dev/null 2>&1; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends \
        python3-pip ca-certificates
fi
python3 -m pip install --quiet --no-deps --require-hashes --target "$home/uv" -r uv.txt

export UV_PYTHON_INSTALL_DIR="$home/python" UV_LINK_MODE=copy UV_NO_CACHE=1 UV_NO_CONFIG=1
if [ -z "${COURSE_PYTHON:-}" ]; then
    export UV_PYTHON_PREFERENCE=only-managed
fi
"$home/uv/bin/uv" venv --quiet --clear --python "${COURSE_PYTHON:-$(cat python.txt)}" "$home/venv"
"$home/uv/bin/uv" pip install --quiet --python "$home/venv/bin/python" --only-binary :all: \
    -r requirements.txt
"$home/venv/bin/python" -m compileall -q course
rm -rf "$home/uv"
chmod -R a+rX "$home"

# The same for all submissions, and known to nobody: what the suites draw cannot be learned by heart.
od -An -N4 -tu4 /dev/urandom | tr -d ' ' > seed
chmod -R go= .
