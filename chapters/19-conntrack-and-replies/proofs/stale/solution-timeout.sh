# host: worker
# Without deleting: the program's reports are held back until the entry has expired.
iptables -t raw -I PREROUTING -s 10.244.1.9 -d 10.96.0.60 -p udp -j DROP
while conntrack -L -p udp --reply-src 10.244.2.7 2>/dev/null | grep -q 10.96.0.60; do sleep 0.5; done
iptables -t raw -D PREROUTING -s 10.244.1.9 -d 10.96.0.60 -p udp -j DROP
