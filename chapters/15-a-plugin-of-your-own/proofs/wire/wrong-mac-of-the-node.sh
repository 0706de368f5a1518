# host: worker
# /sys shows the devices of the namespace in which it was mounted, and nsenter --net does not mount it anew.
# fails: add
# says: is eth0 of the node
# passes: program, version
mkdir -p /srv/cni
cat > /srv/cni/wire <<'SH'
#!/bin/bash
config=$(cat)
case $CNI_COMMAND in
  VERSION)
    echo '{"cniVersion": "1.0.0", "supportedVersions": ["1.0.0"]}'
    ;;
  ADD)
    lease=$(PATH=$CNI_PATH host-local <<< "$config")
    bridge=$(jq -r .bridge <<< "$config")
    address=$(jq -r '.ips[0].address' <<< "$lease")
    gateway=$(jq -r '.ips[0].gateway' <<< "$lease")
    ip link add "$bridge" type bridge 2>/dev/null
    ip addr replace "$gateway/24" dev "$bridge"
    ip link set "$bridge" up
    ip link add "wire${CNI_CONTAINERID:0:8}" type veth peer name "$CNI_IFNAME" netns "$CNI_NETNS"
    ip link set "wire${CNI_CONTAINERID:0:8}" master "$bridge" up
    nsenter --net="$CNI_NETNS" ip addr add "$address" dev "$CNI_IFNAME"
    nsenter --net="$CNI_NETNS" ip link set "$CNI_IFNAME" up
    nsenter --net="$CNI_NETNS" ip route add default via "$gateway"
    jq --arg mac "$(nsenter --net="$CNI_NETNS" cat "/sys/class/net/$CNI_IFNAME/address")" --arg name "$CNI_IFNAME" --arg sandbox "$CNI_NETNS" \
      '.interfaces = [{$name, $mac, $sandbox}] | .ips[0].interface = 0' <<< "$lease"
    ;;
  DEL)
    PATH=$CNI_PATH host-local <<< "$config"
    ip link del "wire${CNI_CONTAINERID:0:8}" 2>/dev/null
    exit 0
    ;;
esac
SH
chmod +x /srv/cni/wire
