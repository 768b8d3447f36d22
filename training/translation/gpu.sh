#!/usr/bin/env bash
# On the rented GPU machine, from the repository's root; README.md says when. Everything is kept under /tmp/zhaiyi.
set -euo pipefail
home=/tmp/zhaiyi
mkdir -p "$home/packed"
export PYTHONUNBUFFERED=1
train() { python3 -m training.translation.train --data "$home/packed" "$@"; }

case "$1" in
keep) # PART…: what this transfer brought
    cp -r "${@:2}" "$home/packed/"
    du -sh "$home/packed"
    ;;
measure) # tokens per second: as it is, compiled by layer, compiled whole; what is compiled is found again later
    for how in none layers whole; do
        echo "== $how"
        minutes=$([ "$how" = none ] && echo 0.7 || echo 1.5)
        train --output "$home/measure-$how" --minutes "$minutes" --compile "$how" --checkpoint-seconds 1000 --average 1 \
            "${@:2}" 2>&1 | grep -E "tokens/s|parameters|Error" | sed -n '1p;2p;$p' || true
    done
    nvidia-smi --query-gpu=name,memory.used,utilization.gpu --format=csv
    ;;
start) # MINUTES of the open edition, MINUTES of the other after it from its weights, further options; in the background
    setsid nohup bash -c "
        cd '$PWD'
        python3 -m training.translation.train --data '$home/packed' --edition open --minutes $2 --output '$home/open' ${*:4} &&
        python3 -m training.translation.train --data '$home/packed' --edition nc --minutes $3 --start '$home/open' --output '$home/nc' ${*:4}
    " >"$home/train.log" 2>&1 </dev/null &
    ;;
wait) # EDITION SECONDS: until that edition is done, or the seconds are over; its weights so far go to $OUT
    for ((waited = 0; waited < $3; waited += 5)); do
        if grep -q "^done" "$home/$2/log.txt" 2>/dev/null; then break; fi
        sleep 5
    done
    tail -n 40 "$home/train.log"
    for _ in 1 2 3; do # again, where a checkpoint was being written in that moment
        rm -f "${OUT:?}"/*
        cp "$home/$2"/weights* "$home/$2/log.txt" "$OUT/"
        python3 -c "import pathlib; from training.translation import train; train.read_pieces(pathlib.Path('$OUT'))" && break
        sleep 3
    done
    ;;
*)
    echo "usage: $0 keep PART…|measure|start MINUTES MINUTES [OPTIONS]|wait EDITION SECONDS" >&2
    exit 2
    ;;
esac
