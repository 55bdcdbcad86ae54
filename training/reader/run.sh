#!/usr/bin/env bash
# Trains the reader from nothing: `npm run train:reader`. Python's packages go to .venv, everything else that is made on
# the way to work/; both are ignored by Git. Run it overnight: one epoch of the student alone
# takes some minutes on two idle cores. TEACHER=0 leaves the teacher out.
set -euo pipefail
cd "$(dirname "$0")"

export PYTHONHASHSEED=0 TOKENIZERS_PARALLELISM=false
threads=${THREADS:-2}
student_epochs=${STUDENT_EPOCHS:-6}
teacher_epochs=${TEACHER_EPOCHS:-4}
work=${READER_WORK:-work}
venv=${READER_VENV:-.venv}

if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet -r requirements.txt
fi
run() {
  nice -n 10 "$venv/bin/python" "$@" --work "$work" --threads "$threads"
}

run read_corpus.py
run vocabulary.py
soft=()
if [ "${TEACHER:-1}" = 1 ]; then
  run train.py --role teacher --name teacher --epochs "$teacher_epochs"
  run teach.py --name teacher
  soft=(--soft "$work/soft.npz")
fi
for seed in 1 2 3; do
  run train.py --role student --name "student-$seed" --seed "$seed" --epochs "$student_epochs" "${soft[@]}"
done
# Once more, from there, by another order.
for seed in 1 2 3; do
  run train.py --role student --name "student-$seed-on" --start "student-$seed" --seed "$((seed + 1))" --epochs 2 "${soft[@]}"
done
# The learning curve and the worth of the teacher, by the same student.
for percent in 25 50 100; do
  run train.py --role student --name "alone-$percent" --fraction "$(awk "BEGIN {print $percent / 100}")" --epochs "$student_epochs"
done
run export.py --name student-1 --name student-1-on --name student-2 --name student-2-on --name student-3 --name student-3-on
run evaluate.py
