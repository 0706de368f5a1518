# host: worker
# The sleeper's PID namespace, which nobody shares with it.
# fails: answer
# says: pid
readlink "/proc/$(pgrep -f '^sleep 1d')/ns/pid" | tr -dc '0-9'
