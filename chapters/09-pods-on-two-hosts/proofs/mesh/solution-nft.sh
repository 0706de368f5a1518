# host: control-plane
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -F POSTROUTING
nft -f - <<'NFT'
table ip pods {
  chain out {
    type nat hook postrouting priority srcnat
    ip daddr != 10.244.0.0/16 oifname "eth0" masquerade
  }
}
NFT
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -F POSTROUTING
nft -f - <<'NFT'
table ip pods {
  chain out {
    type nat hook postrouting priority srcnat
    ip daddr != 10.244.0.0/16 oifname "eth0" masquerade
  }
}
NFT
# host: worker2
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.1.0/24 via 172.18.0.3
iptables -t nat -F POSTROUTING
nft -f - <<'NFT'
table ip pods {
  chain out {
    type nat hook postrouting priority srcnat
    ip daddr != 10.244.0.0/16 oifname "eth0" masquerade
  }
}
NFT
