"""Handwritten digits: the course's own 8×8 set, or MNIST where its files are at hand."""

import gzip
import math
import os
import struct
import zlib
from pathlib import Path

import numpy as np

DIGITS = Path(__file__).parent / "digits"
TRAIN = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
CLASS_COUNT = 10

Split = tuple[np.ndarray, np.ndarray]


class DatasetError(ValueError):
    """A file of digits that cannot be read as one. The message names the file and says why."""


def load_mnist(
    normalize: bool = True,
    flatten: bool = True,
    one_hot_label: bool = False,
    folder: str | os.PathLike[str] | None = None,
) -> tuple[Split, Split]:
    """The training and the test images with their labels: (x_train, t_train), (x_test, t_test).

    MNIST's four files are read from folder, or else from the folder that the environment variable
    MNIST_DIR names, compressed (.gz) or not. Where neither has any of them, the digits that come
    with the course are read: 1,437 training and 360 test images of 8×8 pixels.

    normalize: scale the pixels to float64 from 0 to 1, dividing both parts by the training
    images' maximum; otherwise they stay bytes (uint8).
    flatten: one row for each image, (N, height·width); otherwise (N, 1, height, width).
    one_hot_label: labels as float64 rows of shape (N, 10); otherwise integers of shape (N,).

    Raises DatasetError for a file that is missing beside the others, truncated or foreign.

    >>> (x_train, t_train), (x_test, t_test) = load_mnist(folder=DIGITS)
    >>> x_train.shape, t_train.shape, x_test.shape, t_test.shape
    ((1437, 64), (1437,), (360, 64), (360,))
    """
    source = _find_folder(folder)
    train, test = _read_split(source, *TRAIN), _read_split(source, *TEST)
    if train[0].shape[1:] != test[0].shape[1:]:
        raise DatasetError(f"{source}: training and test images differ in size.")
    scale = train[0].max() if normalize else None
    return (
        _arrange(*train, scale, flatten, one_hot_label),
        _arrange(*test, scale, flatten, one_hot_label),
    )


def read_idx(path: str | os.PathLike[str], dimension_count: int) -> np.ndarray:
    """The array of bytes that an IDX file holds, compressed or not, with that many dimensions.

    The header is two zero bytes, the type (8: unsigned byte), the number of dimensions, and then
    each dimension as four bytes, the highest first; the values follow, the last index fastest.

    Raises DatasetError if the file is anything else. Source: Y. LeCun, C. Cortes, C. Burges, The
    MNIST database of handwritten digits.
    """
    data = _read_bytes(Path(path))
    header_size = 4 + 4 * dimension_count
    if data[:4] != bytes([0, 0, 8, dimension_count]):
        raise DatasetError(
            f"{path}: not an IDX file of bytes with {dimension_count} dimension(s), "
            f"because it starts with {data[:4].hex(' ') or 'nothing'}."
        )
    if len(data) < header_size:
        raise DatasetError(f"{path}: the file ends within its header.")
    shape = struct.unpack_from(f">{dimension_count}I", data, 4)
    found, expected = len(data) - header_size, math.prod(shape)
    if found != expected:
        raise DatasetError(
            f"{path}: the header promises {expected} values, and the file holds {found}."
        )
    return np.frombuffer(data, np.uint8, offset=header_size).reshape(shape)


def _read_bytes(path: Path) -> bytes:
    """The file's content, decompressed if it is compressed, whatever its name says."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DatasetError(f"{path}: damaged or truncated gzip file ({error}).") from error


def _find_folder(folder: str | os.PathLike[str] | None) -> Path:
    """The first folder with at least one file of the set in it."""
    for candidate in (folder, os.environ.get("MNIST_DIR")):
        if candidate and any(_find_file(Path(candidate), name) for name in TRAIN + TEST):
            return Path(candidate)
    return DIGITS


def _find_file(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _read_split(folder: Path, images_name: str, labels_name: str) -> Split:
    """The images (N, height, width) and labels (N,) of one part, checked against each other."""
    paths = []
    for name in (images_name, labels_name):
        path = _find_file(folder, name)
        if path is None:
            raise DatasetError(f"{folder}: the file {name} (or {name}.gz) is missing.")
        paths.append(path)
    images, labels = read_idx(paths[0], 3), read_idx(paths[1], 1)
    if not images.any():
        raise DatasetError(f"{paths[0]}: there is nothing to see in its images.")
    if len(labels) != len(images):
        raise DatasetError(f"{paths[1]}: {len(labels)} labels for {len(images)} images.")
    if labels.max() >= CLASS_COUNT:
        raise DatasetError(f"{paths[1]}: {labels.max()} is not the label of a digit.")
    return images, labels


def _arrange(
    images: np.ndarray,
    labels: np.ndarray,
    scale: np.uint8 | None,
    flatten: bool,
    one_hot_label: bool,
) -> Split:
    """One part as load_mnist's caller wants it."""
    count, height, width = images.shape
    x = images.reshape((count, height * width) if flatten else (count, 1, height, width))
    x = x.copy() if scale is None else x / np.float64(scale)
    t = np.eye(CLASS_COUNT)[labels] if one_hot_label else labels.astype(np.int64)
    return x, t
