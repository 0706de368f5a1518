# host: worker
# The kernel worked it out when the address was given.
ip -n odd route show table local dev eth0 type broadcast | cut -d' ' -f1-2 | grep -oE '[0-9.]+'
