# host: worker
# Read from the top like firewall rules: the first route is the default, and it matches every address.
# fails: decisions
# says: 0.0.0.0/0 matches it, but so does a longer prefix
sed 's/$/ 10.8.64.1/' /root/addresses >/root/decisions
