"""The digits: what load_mnist returns, which files it opens, and what it says about bad ones."""

import doctest
import gzip
import struct

import numpy as np
import pytest

from dataset import mnist
from dataset.mnist import DIGITS, TEST, TRAIN, DatasetError, load_mnist, read_idx


@pytest.fixture(autouse=True)
def no_mnist_dir(monkeypatch):
    monkeypatch.delenv("MNIST_DIR", raising=False)


def idx(array):
    """The bytes of an IDX file with this array of bytes."""
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(np.uint8).tobytes()


def small_set():
    """Five training and two test images of 3×2 pixels with labels; the brightest pixel is 200."""
    rng = np.random.default_rng(1)
    images = rng.integers(0, 100, size=(7, 3, 2))
    images[0, 0, 0] = 200
    labels = np.array([3, 1, 4, 1, 5, 9, 2])
    return {
        TRAIN[0]: images[:5],
        TRAIN[1]: labels[:5],
        TEST[0]: images[5:],
        TEST[1]: labels[5:],
    }


def write(folder, files, compress=False):
    folder.mkdir(exist_ok=True)
    for name, array in files.items():
        if compress:
            (folder / f"{name}.gz").write_bytes(gzip.compress(idx(array)))
        else:
            (folder / name).write_bytes(idx(array))
    return folder


class TestEmbeddedDigits:
    def test_shapes_and_types(self):
        (x_train, t_train), (x_test, t_test) = load_mnist()
        assert x_train.shape == (1437, 64) and x_test.shape == (360, 64)
        assert x_train.dtype == x_test.dtype == np.float64
        assert t_train.shape == (1437,) and t_test.shape == (360,)
        assert t_train.dtype == t_test.dtype == np.int64

    def test_scaled_by_their_own_maximum(self):
        (x_train, _), (x_test, _) = load_mnist()
        (raw_train, _), (raw_test, _) = load_mnist(normalize=False)
        assert raw_train.dtype == raw_test.dtype == np.uint8
        assert raw_train.max() == 16
        assert np.array_equal(x_train, raw_train / 16.0)
        assert np.array_equal(x_test, raw_test / 16.0)

    def test_every_class_is_in_both_parts(self):
        (_, t_train), (_, t_test) = load_mnist()
        assert set(t_train) == set(t_test) == set(range(10))

    def test_images_with_rows_and_columns(self):
        (x_train, _), (x_test, _) = load_mnist(flatten=False)
        assert x_train.shape == (1437, 1, 8, 8) and x_test.shape == (360, 1, 8, 8)
        assert np.array_equal(x_train.reshape(1437, 64), load_mnist()[0][0])

    def test_one_hot_labels(self):
        (_, t_train), (_, t_test) = load_mnist()
        (_, rows_train), (_, rows_test) = load_mnist(one_hot_label=True)
        assert rows_train.dtype == np.float64
        assert np.array_equal(rows_train, np.eye(10)[t_train])
        assert np.array_equal(rows_test, np.eye(10)[t_test])

    def test_callers_may_write_into_what_they_get(self):
        for normalize in (True, False):
            (x_train, t_train), _ = load_mnist(normalize=normalize)
            x_train[0], t_train[0] = 7, 7
            (x_again, _), _ = load_mnist(normalize=normalize)
            assert not np.array_equal(x_train, x_again)

    def test_the_licence_is_beside_them(self):
        text = (DIGITS / "README.md").read_text(encoding="utf-8")
        assert "Alpaydin" in text and "CC BY 4.0" in text

    def test_docstring(self):
        assert doctest.testmod(mnist).failed == 0


class TestFolders:
    @pytest.mark.parametrize("compress", [False, True], ids=["plain", "gz"])
    def test_files_of_a_folder(self, tmp_path, compress):
        files = small_set()
        (x_train, t_train), (x_test, t_test) = load_mnist(
            folder=write(tmp_path / "set", files, compress)
        )
        assert np.array_equal(x_train, files[TRAIN[0]].reshape(5, 6) / 200.0)
        assert np.array_equal(x_test, files[TEST[0]].reshape(2, 6) / 200.0)
        assert t_train.tolist() == [3, 1, 4, 1, 5] and t_test.tolist() == [9, 2]

    def test_environment_variable(self, tmp_path, monkeypatch):
        monkeypatch.setenv("MNIST_DIR", str(write(tmp_path / "set", small_set())))
        assert load_mnist(flatten=False)[0][0].shape == (5, 1, 3, 2)

    def test_argument_comes_before_the_environment(self, tmp_path, monkeypatch):
        monkeypatch.setenv("MNIST_DIR", str(write(tmp_path / "set", small_set())))
        assert load_mnist(folder=DIGITS)[0][0].shape == (1437, 64)

    @pytest.mark.parametrize("folder", ["", "empty", "nowhere"])
    def test_folders_without_the_files_leave_the_embedded_digits(
        self, tmp_path, monkeypatch, folder
    ):
        (tmp_path / "empty").mkdir()
        monkeypatch.setenv("MNIST_DIR", str(tmp_path / folder) if folder else "")
        assert load_mnist(folder=tmp_path / "empty")[0][0].shape == (1437, 64)

    def test_an_uncompressed_file_may_be_named_gz(self, tmp_path):
        # Some browsers decompress a download and keep its name.
        write(tmp_path, small_set())
        for name in TRAIN + TEST:
            (tmp_path / name).rename(tmp_path / f"{name}.gz")
        assert load_mnist(folder=tmp_path)[0][0].shape == (5, 6)


class TestBadFiles:
    """Each message is one sentence that names the file and the problem."""

    def refuse(self, folder, name, problem):
        with pytest.raises(DatasetError) as caught:
            load_mnist(folder=folder)
        message = str(caught.value)
        assert isinstance(caught.value, ValueError)
        assert name in message and problem in message and message.endswith("."), message
        assert "\n" not in message

    def spoil(self, folder, name, change):
        path = write(folder, small_set()) / name
        path.write_bytes(change(path.read_bytes()))

    @pytest.mark.parametrize("name", TRAIN + TEST)
    @pytest.mark.parametrize("cut", [1, 3])
    def test_truncated(self, tmp_path, name, cut):
        if name == TEST[1]:
            cut = 1
        self.spoil(tmp_path, name, lambda data: data[:-cut])
        self.refuse(tmp_path, name, "values, and the file holds")

    @pytest.mark.parametrize("length", [0, 3, 4, 9, 15])
    def test_truncated_within_the_header(self, tmp_path, length):
        self.spoil(tmp_path, TRAIN[0], lambda data: data[:length])
        self.refuse(tmp_path, TRAIN[0], "not an IDX file" if length < 4 else "within its header")

    def test_bytes_left_over(self, tmp_path):
        self.spoil(tmp_path, TRAIN[0], lambda data: data + b"\0")
        self.refuse(tmp_path, TRAIN[0], "promises 30 values, and the file holds 31")

    def test_huge_dimensions(self, tmp_path):
        self.spoil(tmp_path, TRAIN[0], lambda data: data[:4] + b"\xff" * 12 + data[16:])
        self.refuse(tmp_path, TRAIN[0], "promises")

    @pytest.mark.parametrize(
        "change",
        [
            lambda data: b"<!DOCTYPE html><html>Not found</html>",
            lambda data: b"\x00\x00\x0d\x03" + data[4:],  # an IDX file of floats
            lambda data: b"\x00\x00\x08\x01" + data[4:],  # an IDX file of labels
            lambda data: b"\x03\x08\x00\x00" + data[4:],  # the magic number the wrong way round
        ],
        ids=["html", "floats", "labels", "byte-order"],
    )
    def test_foreign(self, tmp_path, change):
        self.spoil(tmp_path, TRAIN[0], change)
        self.refuse(tmp_path, TRAIN[0], "not an IDX file")

    def test_images_where_labels_belong(self, tmp_path):
        self.spoil(tmp_path, TRAIN[1], lambda data: (tmp_path / TRAIN[0]).read_bytes())
        self.refuse(tmp_path, TRAIN[1], "not an IDX file")

    @pytest.mark.parametrize("length", [5, 12, 40, -4])
    def test_truncated_gzip(self, tmp_path, length):
        write(tmp_path, small_set(), compress=True)
        path = tmp_path / f"{TEST[0]}.gz"
        path.write_bytes(path.read_bytes()[:length])
        self.refuse(tmp_path, path.name, "gzip")

    def test_damaged_gzip(self, tmp_path):
        write(tmp_path, small_set(), compress=True)
        path = tmp_path / f"{TEST[0]}.gz"
        data = bytearray(path.read_bytes())
        data[-8] ^= 0xFF  # the checksum
        path.write_bytes(data)
        self.refuse(tmp_path, path.name, "gzip")

    @pytest.mark.parametrize("name", TRAIN + TEST)
    def test_missing_beside_the_others(self, tmp_path, name):
        write(tmp_path, small_set())
        (tmp_path / name).unlink()
        self.refuse(tmp_path, name, "missing")

    def test_as_many_labels_as_images(self, tmp_path):
        write(tmp_path, small_set() | {TEST[1]: np.array([1, 2, 3])})
        self.refuse(tmp_path, TEST[1], "3 labels for 2 images")

    def test_labels_of_something_else(self, tmp_path):
        write(tmp_path, small_set() | {TRAIN[1]: np.array([3, 1, 4, 10, 5])})
        self.refuse(tmp_path, TRAIN[1], "10 is not the label of a digit")

    def test_images_of_two_sizes(self, tmp_path):
        write(tmp_path, small_set() | {TEST[0]: np.ones((2, 3, 3))})
        self.refuse(tmp_path, str(tmp_path), "differ in size")

    @pytest.mark.parametrize("images", [np.zeros((5, 3, 2)), np.zeros((0, 3, 2))])
    def test_nothing_to_scale_by(self, tmp_path, images):
        write(tmp_path, small_set() | {TRAIN[0]: images})
        self.refuse(tmp_path, TRAIN[0], "nothing to see")

    def test_read_idx_says_the_same(self, tmp_path):
        (tmp_path / "file").write_bytes(b"nonsense")
        with pytest.raises(DatasetError, match="not an IDX file of bytes with 2 dimension"):
            read_idx(tmp_path / "file", 2)
