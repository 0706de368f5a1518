# host: worker2
# As kube-proxy does it: one text, which adds to some chains and takes a rule from another.
cat > /srv/idle <<'END'
*filter
-D KUBE-SERVICES -d 10.96.0.41/32 -p tcp -m comment --comment "default/idle has no endpoints" -m tcp --dport 80 -j REJECT
COMMIT
*nat
:KUBE-SVC-HGLKEGCENMQ6MOTE - [0:0]
:KUBE-SEP-X7Q5FTNGEYBXTVUY - [0:0]
-I KUBE-SERVICES 1 -m comment --comment "default/idle cluster IP" -m tcp -p tcp -d 10.96.0.41 --dport 80 -j KUBE-SVC-HGLKEGCENMQ6MOTE
-A KUBE-SVC-HGLKEGCENMQ6MOTE -m comment --comment "default/idle cluster IP" -m tcp -p tcp -d 10.96.0.41 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ
-A KUBE-SVC-HGLKEGCENMQ6MOTE -m comment --comment "default/idle -> 10.244.2.4:8080" -j KUBE-SEP-X7Q5FTNGEYBXTVUY
-A KUBE-SEP-X7Q5FTNGEYBXTVUY -m comment --comment default/idle -s 10.244.2.4 -j KUBE-MARK-MASQ
-A KUBE-SEP-X7Q5FTNGEYBXTVUY -m comment --comment default/idle -m tcp -p tcp -j DNAT --to-destination 10.244.2.4:8080
COMMIT
END
iptables-restore --noflush /srv/idle
