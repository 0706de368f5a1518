# host: worker
# DEL takes down whatever has the plugin's name.
# fails: del
# says: DEL of the first container took
# passes: program, version, add
mkdir -p /srv/cni
cat > /srv/cni/wire <<'SH'
#!/bin/bash
config=$(cat)
refuse() {
  jq -n --argjson code "$1" --arg msg "$2" '{$code, $msg}'
  exit 1
}
jq -e . <<< "$config" >/dev/null 2>&1 || refuse 6 'the configuration is not JSON'
[ "$(jq -r .cniVersion <<< "$config")" = 1.0.0 ] || refuse 1 'only cniVersion 1.0.0 is spoken here'
[ "$CNI_COMMAND" = VERSION ] && { echo '{"cniVersion": "1.0.0", "supportedVersions": ["1.0.0"]}'; exit; }
[ "$CNI_COMMAND" = DEL ] || [ -n "$CNI_NETNS" ] || refuse 4 'CNI_NETNS is missing'
[ -n "$CNI_CONTAINERID" ] || refuse 4 'CNI_CONTAINERID is missing'
[ -n "$CNI_IFNAME" ] || refuse 4 'CNI_IFNAME is missing'
case $CNI_COMMAND in
  ADD)
    [ -e "$CNI_NETNS" ] || refuse 100 "there is no $CNI_NETNS"
    nsenter --net="$CNI_NETNS" ip link show "$CNI_IFNAME" >/dev/null 2>&1 && refuse 101 "there is a device $CNI_IFNAME already"
    lease=$(PATH=$CNI_PATH host-local <<< "$config") || { echo "$lease"; exit 1; }
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
    jq --arg name "$CNI_IFNAME" --arg sandbox "$CNI_NETNS" \
      '.interfaces = [{$name, $sandbox}] | .ips[0].interface = 0' <<< "$lease"
    ;;
  CHECK)
    for address in $(jq -r '.prevResult.ips[].address' <<< "$config"); do
      nsenter --net="$CNI_NETNS" ip -4 addr show dev "$CNI_IFNAME" 2>/dev/null | grep -q "inet $address " ||
        refuse 102 "$address is not on $CNI_IFNAME"
    done
    ;;
  DEL)
    PATH=$CNI_PATH host-local <<< "$config"
    for cable in $(ip -o link show master "$(jq -r .bridge <<< "$config")" | awk -F '[ @]+' '{ print $2 }'); do ip link del "$cable"; done
    exit 0
    ;;
  *) refuse 4 "CNI_COMMAND $CNI_COMMAND is no verb" ;;
esac
SH
chmod +x /srv/cni/wire
