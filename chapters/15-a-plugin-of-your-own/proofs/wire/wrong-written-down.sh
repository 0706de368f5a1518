# host: worker
# Bridge and gateway are written down in the script, not read from the configuration.
# fails: add
# says: has no route to 0.0.0.0/0, which the configuration asks for
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
    address=$(jq -r '.ips[0].address' <<< "$lease")
    ip link add wire0 type bridge 2>/dev/null
    ip addr replace 10.77.0.1/24 dev wire0
    ip link set wire0 up
    ip link add "wire${CNI_CONTAINERID:0:8}" type veth peer name "$CNI_IFNAME" netns "$CNI_NETNS"
    ip link set "wire${CNI_CONTAINERID:0:8}" master wire0 up
    nsenter --net="$CNI_NETNS" ip addr add "$address" dev "$CNI_IFNAME"
    nsenter --net="$CNI_NETNS" ip link set "$CNI_IFNAME" up
    nsenter --net="$CNI_NETNS" ip route add default via 10.77.0.1
    jq --arg name "$CNI_IFNAME" --arg sandbox "$CNI_NETNS" \
      '.interfaces = [{$name, $sandbox}] | .ips[0].interface = 0' <<< "$lease"
    ;;
  DEL)
    PATH=$CNI_PATH host-local <<< "$config"
    ip link del "wire${CNI_CONTAINERID:0:8}" 2>/dev/null
    exit 0
    ;;
esac
SH
chmod +x /srv/cni/wire
