# host: worker
# The same with iptables, whose table mangle has a chain at each hook.
for chain in PREROUTING INPUT FORWARD OUTPUT POSTROUTING; do
  iptables -t mangle -A $chain -p tcp --syn
done
while read -r name target; do
  sender=(ip netns exec red)
  order='PREROUTING INPUT FORWARD POSTROUTING'
  if [ "$name" = self ]; then
    sender=()
    order='OUTPUT POSTROUTING PREROUTING INPUT'
  fi
  iptables -t mangle -Z
  "${sender[@]}" timeout 1 bash -c "exec 3<>/dev/tcp/$target" 2>/dev/null
  hooks=
  for chain in $order; do
    if iptables -t mangle -nvxL "$chain" | grep -qE '^ +[1-9].*flags'; then hooks="$hooks $chain"; fi
  done
  echo "$name ${hooks:-none}"
done < <(sed -E 's|^([a-z]+) .*tcp://(.*):|\1 \2/|' /root/packets) >/root/hooks
# optional: the counting is over
iptables -t mangle -F
