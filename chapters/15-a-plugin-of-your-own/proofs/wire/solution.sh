# host: worker
mkdir -p /srv/cni
cat > /srv/cni/wire <<'SH'
#!/bin/bash
# Wires a container to a bridge. Answers go to 3, whatever else is said to standard error. A version that is not spoken
# and variables that are missing are refused by the plugin that gives the address.
exec 3>&1 >&2

refuse() {
  jq -n --argjson code "$1" --arg msg "$2" '{cniVersion: "1.0.0", $code, $msg}' >&3
  exit 1
}

if [ "$CNI_COMMAND" = VERSION ]; then
  echo '{"cniVersion": "1.0.0", "supportedVersions": ["1.0.0"]}' >&3
  exit
fi
config=$(jq -ce .) || refuse 6 'the configuration is not JSON'
outer=wire$(sha1sum <<< "$CNI_CONTAINERID $CNI_IFNAME" | cut -c 1-10)
inside() { nsenter --net="$CNI_NETNS" "$@"; }
ipam() { PATH=$CNI_PATH "$(jq -r .ipam.type <<< "$config")" <<< "$config"; }

case $CNI_COMMAND in
  ADD)
    [ -n "$CNI_NETNS" ] || refuse 4 'CNI_NETNS is missing'
    inside true || refuse 100 "there is no network namespace $CNI_NETNS"
    inside ip link show "$CNI_IFNAME" && refuse 101 "there is a device $CNI_IFNAME already"
    lease=$(ipam) || { echo "$lease" >&3; exit 1; }
    bridge=$(jq -r .bridge <<< "$config")
    address=$(jq -r '.ips[0].address' <<< "$lease")
    gateway=$(jq -r '.ips[0].gateway' <<< "$lease")
    ip link add "$bridge" type bridge
    ip addr replace "$gateway/${address#*/}" dev "$bridge"
    ip link set "$bridge" up
    ip link add "$outer" type veth peer name "$CNI_IFNAME" netns "$CNI_NETNS"
    ip link set "$outer" master "$bridge"
    ip link set "$outer" up
    inside ip addr add "$address" dev "$CNI_IFNAME"
    inside ip link set "$CNI_IFNAME" up
    for destination in $(jq -r '.routes[].dst' <<< "$lease"); do inside ip route add "$destination" via "$gateway"; done
    jq --arg outer "$outer" --arg name "$CNI_IFNAME" --arg sandbox "$CNI_NETNS" \
      '.interfaces = [{name: $outer}, {$name, $sandbox}] | .ips[0].interface = 1' <<< "$lease" >&3
    ;;
  CHECK)
    for address in $(jq -r '.prevResult.ips[].address' <<< "$config"); do
      inside ip -4 addr show dev "$CNI_IFNAME" | grep -q "inet $address " || refuse 102 "$address is not on $CNI_IFNAME"
    done
    ;;
  DEL)
    ipam ||
      refuse 103 'the address was not given back' # optional: host-local never fails to give back
    ! ip link show "$outer" || ip link del "$outer"
    ;;
  *) refuse 4 "CNI_COMMAND $CNI_COMMAND is no verb" ;;
esac
SH
chmod +x /srv/cni/wire
