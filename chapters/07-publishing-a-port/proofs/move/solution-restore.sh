# host: worker
# The whole table at once: there is no moment without a rule.
iptables-save -t nat | sed 's/10\.0\.0\.4:80$/10.0.0.2:80/' | iptables-restore
