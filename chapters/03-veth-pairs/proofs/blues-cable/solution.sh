# host: worker
ip -n blue -o link show eth0 | sed 's/.*@if\([0-9]*\):.*/\1/'
