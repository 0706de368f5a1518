# host: worker
call() {
  CNI_COMMAND=$1 CNI_CONTAINERID=pod-$2 CNI_NETNS=/run/netns/$2 CNI_IFNAME=eth0 CNI_PATH=/opt/cni/bin /opt/cni/bin/bridge
}
call DEL four < /root/tiny.json
call ADD five < /root/tiny.json
