# host: worker
# All at once, as kube-proxy does it: one iptables-restore that leaves the other rules alone.
python3 - "$ENDPOINTS" <<'PY' | iptables-restore --noflush
import sys

n = int(sys.argv[1])
pods = ["10.244.1.2", "10.244.2.2", "10.244.2.3", "10.244.1.3", "10.244.2.4"][:n]
lines = ["*nat", ":KUBE-SVC-SHOP - [0:0]"]
lines += [f":KUBE-SEP-SHOP-{i} - [0:0]" for i in range(n)]
lines += ["-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-SHOP"]
for i, pod in enumerate(pods):
    dice = f" -m statistic --mode random --probability {1 / (n - i):.11f}" if i < n - 1 else ""
    lines += [f"-A KUBE-SVC-SHOP{dice} -j KUBE-SEP-SHOP-{i}"]
    lines += [f"-A KUBE-SEP-SHOP-{i} -p tcp -m tcp -j DNAT --to-destination {pod}:8080"]
print("\n".join(lines + ["COMMIT"]))
PY
