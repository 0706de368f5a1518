# host: worker
# The same hook, with a table of its own.
nft -f - <<'NFT'
table ip home {
  chain out {
    type filter hook forward priority 0; policy accept;
    ip saddr 10.244.1.2 oif "eth0" drop
  }
}
NFT
