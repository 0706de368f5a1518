# host: worker
# The same with nft, which counts only where `counter` stands.
nft -f - <<'NFT'
table ip published {
  chain incoming {
    type nat hook prerouting priority dstnat
    ip daddr 172.18.0.3 tcp dport 8080 counter dnat to 10.0.0.4:80
  }
  chain own {
    type nat hook output priority -100
    ip daddr 172.18.0.3 tcp dport 8080 counter dnat to 10.0.0.4:80
  }
}
NFT
curl -sS -m 2 -o /dev/null http://worker:8080
# host: internet
curl -sS -m 2 -o /dev/null http://worker:8080
