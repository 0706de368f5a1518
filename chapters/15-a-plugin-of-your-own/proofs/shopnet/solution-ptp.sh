# host: worker
# No bridge; and no runtime but a hand: each entry made a request with jq.
list=/etc/cni/net.d/20-shop.conflist
jq -n '{
  cniVersion: "0.4.0", name: "shopnet",
  plugins: [
    {type: "ptp", ipMasq: true, ipam: {type: "host-local", ranges: [[{subnet: "10.66.0.0/24"}]], routes: [{dst: "0.0.0.0/0"}]}},
    {type: "portmap", capabilities: {portMappings: true}}
  ]
}' > $list
export CNI_COMMAND=ADD CNI_CONTAINERID=the-shop CNI_NETNS=/run/netns/shop CNI_IFNAME=eth0 CNI_PATH=/opt/cni/bin
jq '.plugins[0] + {cniVersion, name}' $list | /opt/cni/bin/ptp > /run/shop.json
jq --slurpfile result /run/shop.json '.plugins[1] + {cniVersion, name, prevResult: $result[0]} | del(.capabilities)
  | .runtimeConfig.portMappings = [{hostPort: 8080, containerPort: 80, protocol: "tcp"}]' $list | /opt/cni/bin/portmap
