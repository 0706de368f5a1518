# host: worker
# As kube-proxy does: one text, which the kernel takes over in one step.
iptables-restore --noflush <<'END'
*nat
:KUBE-SVC-WEB - [0:0]
:KUBE-SEP-WEB-1 - [0:0]
:KUBE-SEP-WEB-3 - [0:0]
:KUBE-SEP-WEB - [0:0]
-A KUBE-SVC-WEB ! -s 10.244.0.0/16 -d 10.96.0.40/32 -p tcp --dport 80 -j KUBE-MARK-MASQ
-A KUBE-SVC-WEB -m statistic --mode random --probability 0.5 -j KUBE-SEP-WEB-1
-A KUBE-SVC-WEB -j KUBE-SEP-WEB-3
-A KUBE-SEP-WEB-1 -p tcp -j DNAT --to-destination 10.244.1.2:8080
-A KUBE-SEP-WEB-3 -p tcp -j DNAT --to-destination 10.244.2.3:8080
-X KUBE-SEP-WEB
COMMIT
END
