# host: worker
# A network of another name has leases of its own, and another address for the pod.
# fails: lease
# says: still leased to pod-four
# passes: gateway
call() {
  CNI_COMMAND=$1 CNI_CONTAINERID=pod-$2 CNI_NETNS=/run/netns/$2 CNI_IFNAME=eth0 CNI_PATH=/opt/cni/bin /opt/cni/bin/bridge
}
jq '.name = "tiny2"' /root/tiny.json > /root/tiny2.json
call ADD five < /root/tiny2.json
