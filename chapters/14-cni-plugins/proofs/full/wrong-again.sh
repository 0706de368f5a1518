# host: worker
# ADD once more does not help: the lease of the pod that is gone is still there.
# fails: lease
# says: still leased to pod-four
call() {
  CNI_COMMAND=$1 CNI_CONTAINERID=pod-$2 CNI_NETNS=/run/netns/$2 CNI_IFNAME=eth0 CNI_PATH=/opt/cni/bin /opt/cni/bin/bridge
}
call ADD five < /root/tiny.json
