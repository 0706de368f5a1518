# host: worker
# By counting, with nft. What comes in by eth0 meets the same rules as what red sends.
nft -f - <<'NFT'
table inet count {
  counter prerouting {}
  counter input {}
  counter forward {}
  counter output {}
  counter postrouting {}
  chain at-prerouting { type filter hook prerouting priority -350; tcp flags syn / syn,ack counter name prerouting; }
  chain at-input { type filter hook input priority -350; tcp flags syn / syn,ack counter name input; }
  chain at-forward { type filter hook forward priority -350; tcp flags syn / syn,ack counter name forward; }
  chain at-output { type filter hook output priority -350; tcp flags syn / syn,ack counter name output; }
  chain at-postrouting { type filter hook postrouting priority -350; tcp flags syn / syn,ack counter name postrouting; }
}
NFT
while read -r name _ _ _ rest; do
  target=${rest##*//}
  target=${target%:*}/${target##*:}
  case $name in
    self) sender=() ;;
    *) sender=(ip netns exec red) ;;
  esac
  nft reset counters table inet count >/dev/null
  "${sender[@]}" timeout 1 bash -c "exec 3<>/dev/tcp/$target" 2>/dev/null
  counted=$(nft -j list counters table inet count | jq -r '.nftables[].counter | select(. != null and .packets > 0).name')
  hooks=
  # What the node makes begins at output, and comes in by lo afterwards.
  if grep -q output <<<"$counted"; then order='output postrouting prerouting input'; else order='prerouting input forward postrouting'; fi
  for hook in $order; do
    if grep -qx "$hook" <<<"$counted"; then hooks="$hooks $hook"; fi
  done
  echo "$name ${hooks:-none}"
done < <(sed 's/from the node /from node x/;s/from red /from red x/;s/from internet /from internet x/' /root/packets) >/root/hooks
nft delete table inet count
