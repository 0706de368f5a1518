# host: worker
nft -f - <<'END'
table ip hairpin {
  chain postrouting {
    type nat hook postrouting priority 90
    ip saddr 10.244.1.5 ip daddr 10.244.1.5 masquerade
    ip saddr 10.244.1.6 ip daddr 10.244.1.6 masquerade
  }
}
END
for port in red blue; do echo 1 >"/sys/class/net/$port/brport/hairpin_mode"; done
