# host: worker2
hash() {
  python3 -c 'import base64, hashlib, sys
print(base64.b32encode(hashlib.sha256(sys.argv[1].encode()).digest()).decode()[:16])' "$1"
}
svc=KUBE-SVC-$(hash default/idletcp)
sep=KUBE-SEP-$(hash default/idletcp10.244.2.4:8080)
iptables -t nat -N "$svc"
iptables -t nat -N "$sep"
iptables -t nat -A "$svc" -d 10.96.0.41/32 ! -s 10.244.0.0/16 -p tcp --dport 80 -j KUBE-MARK-MASQ
iptables -t nat -A "$svc" -j "$sep"
iptables -t nat -A "$sep" -s 10.244.2.4/32 -j KUBE-MARK-MASQ
iptables -t nat -A "$sep" -p tcp -j DNAT --to-destination 10.244.2.4:8080
iptables -t nat -I KUBE-SERVICES -d 10.96.0.41/32 -p tcp --dport 80 -j "$svc"
iptables -D KUBE-SERVICES -d 10.96.0.41/32 -p tcp -m comment --comment "default/idle has no endpoints" -m tcp --dport 80 -j REJECT
