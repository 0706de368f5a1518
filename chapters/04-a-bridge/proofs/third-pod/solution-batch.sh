# host: worker
# Two batches instead of seven commands; the inner end is made outside, moved, and keeps another name.
ip -batch - <<'BATCH'
netns add db
link add veth-db type veth peer name db0
link set db0 netns db # order: db0 is made by the line before
link set veth-db up master br0
BATCH
ip -n db -batch - <<'BATCH'
address add 10.0.0.4/24 dev db0
link set db0 up
BATCH
