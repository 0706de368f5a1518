# host: worker
# The same with nft, which counts only where `counter` stands.
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
sysctl -qw net.ipv4.ip_forward=1
nft -f - <<'NFT'
table ip pods {
  chain out {
    type nat hook postrouting priority srcnat
    ip saddr 10.1.0.0/24 oifname != "br1" counter masquerade
  }
}
NFT
ip netns exec red curl -sS -m 2 -o /dev/null http://internet
