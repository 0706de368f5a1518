# host: worker
# The program is started again, sends from the same port, and so belongs to the same entry.
# fails: no-stale
# says: the connection is still tracked
# passes: call
pkill -f '^python3 /srv/front.py 7060 '
while ip netns exec client ss -Hltn | grep -q ':7060 '; do sleep 0.1; done
(ip netns exec client python3 /srv/front.py 7060 udp 10.96.0.60 514 >/dev/null 2>&1 &)
while ! ip netns exec client ss -Hltn | grep -q ':7060 '; do sleep 0.1; done
