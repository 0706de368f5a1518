# host: worker
# By counting, with nft. What comes in by eth0 meets the same rules as what red sends.
{
  echo 'table inet count {'
  for hook in prerouting input forward output postrouting; do
    echo "counter $hook {}"
    echo "chain at-$hook { type filter hook $hook priority -350; tcp flags & (syn | ack) == syn counter name $hook; }"
  done
  echo '}'
} | nft -f -
while read -r name target; do
  sender=(ip netns exec red)
  order='prerouting input forward postrouting'
  if [ "$name" = self ]; then
    sender=()
    order='output postrouting prerouting input'
  fi
  nft reset counters table inet count >/dev/null
  "${sender[@]}" timeout 1 bash -c "exec 3<>/dev/tcp/$target" 2>/dev/null
  hooks=
  for hook in $order; do
    if nft list counter inet count "$hook" | grep -q 'packets [1-9]'; then hooks="$hooks $hook"; fi
  done
  echo "$name ${hooks:-none}"
done < <(sed -E 's|^([a-z]+) .*tcp://(.*):|\1 \2/|' /root/packets) >/root/hooks
# optional: the counting is over
nft delete table inet count
