# host: worker
# fails: hooks
# says: 3 of 4 are right, and there is no line for visit
port() { grep "^$1 " /root/packets | grep -o '[0-9]*$'; }
if [ "$(port call)" -le 8004 ]; then call='forward postrouting'; else call='input'; fi
if [ "$(port self)" -le 9004 ]; then self='output postrouting'; else self='output postrouting prerouting input'; fi
if grep -q '10.244.1.3' /root/packets; then other=none; else other='prerouting forward postrouting'; fi
{
  echo "call prerouting $call"
  echo "self $self"
  echo "other $other"
} >/root/hooks
