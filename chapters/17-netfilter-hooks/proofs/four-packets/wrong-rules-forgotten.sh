# host: worker
# The decision taken with the wrong destination: where a rule matches, as if there were none, and the other way round.
# fails: hooks
# says: 3 of 4 are right. call:
port() { grep "^$1 " /root/packets | grep -o '[0-9]*$'; }
if [ "$(port call)" -le 8004 ]; then call='input'; else call='forward postrouting'; fi
if [ "$(port self)" -le 9004 ]; then self='output postrouting'; else self='output postrouting prerouting input'; fi
if grep -q '10.244.1.3' /root/packets; then other=none; else other='prerouting forward postrouting'; fi
if [ "$(port visit)" -le 7004 ]; then visit='forward postrouting'; else visit=input; fi
{
  echo "call prerouting $call"
  echo "self $self"
  echo "other $other"
  echo "visit prerouting $visit"
} >/root/hooks
