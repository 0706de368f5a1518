# host: worker
# One text, which the kernel takes over in one step.
iptables-restore --noflush <<'END'
*nat
:KUBE-SEP-WEB-1 - [0:0]
:KUBE-SEP-WEB-3 - [0:0]
-A KUBE-SEP-WEB-1 -p tcp -j DNAT --to-destination 10.244.1.2:8080
-A KUBE-SEP-WEB-3 -p tcp -j DNAT --to-destination 10.244.2.3:8080
-R KUBE-SVC-WEB 2 -m statistic --mode random --probability 0.5 -j KUBE-SEP-WEB-1
-A KUBE-SVC-WEB -j KUBE-SEP-WEB-3
-F KUBE-SEP-WEB
-X KUBE-SEP-WEB
COMMIT
END
