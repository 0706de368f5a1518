# host: worker
# DEL for the pod that waits gives back nothing.
# fails: lease
# says: still leased to pod-four
call() {
  CNI_COMMAND=$1 CNI_CONTAINERID=pod-$2 CNI_NETNS=/run/netns/$2 CNI_IFNAME=eth0 CNI_PATH=/opt/cni/bin /opt/cni/bin/bridge
}
call DEL five < /root/tiny.json
call ADD five < /root/tiny.json
