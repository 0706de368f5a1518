# host: worker
# With an empty table, everything is unreachable.
# fails: default-stays
# says: no default route
ip -n sorter route flush table main
sed 's/$/ unreachable/' /root/addresses >/root/decisions
