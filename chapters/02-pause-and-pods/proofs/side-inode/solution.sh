# host: worker
readlink "/proc/$(pgrep -f '^sleep 1d')/ns/net" | tr -dc '0-9'
