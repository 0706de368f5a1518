# host: worker
iptables-save -c -t nat | grep -oP '^\[\K\d+(?=:\d+\] -A PREROUTING .* 10\.244\.1\.2:80$)'
