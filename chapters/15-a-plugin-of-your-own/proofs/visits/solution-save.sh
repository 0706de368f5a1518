# host: worker
# The other form of the same table.
iptables-save -c -t nat | grep 'to-destination 10.244.1.2:80' | grep -oE '^\[[0-9]+' | tr -d '['
