# host: worker
# As CRI-O does it: the namespaces are made and mounted first, and all that runs in them joins by file.
mkdir -p /run/netns /run/sandbox # optional: the steps of the chapter have made them
touch /run/netns/duo /run/sandbox/ipc /run/sandbox/uts
unshare --net=/run/netns/duo --ipc=/run/sandbox/ipc --uts=/run/sandbox/uts ip link set lo up
ip -n duo link add eth0 type veth peer name veth-duo netns 1
ip link set veth-duo up
ip -n duo addr add 10.244.1.5/24 dev eth0
ip -n duo link set eth0 up
join() { setsid nsenter --net=/run/netns/duo --ipc=/run/sandbox/ipc --uts=/run/sandbox/uts "$@" >/dev/null 2>&1 </dev/null & }
join /srv/pause
join unshare --mount --pid --fork --mount-proc python3 -m http.server 80
join unshare --mount --pid --fork --mount-proc sleep 1d
# optional: the checks begin when all are there
for _ in $(seq 50); do pgrep -f '^sleep 1d' >/dev/null && ip netns exec duo curl -s -m 1 -o /dev/null http://127.0.0.1/ && exit 0; sleep 0.1; done
