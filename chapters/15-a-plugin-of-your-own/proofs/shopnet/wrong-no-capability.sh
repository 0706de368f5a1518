# host: worker
# portmap is in the list, but does not say that it wants to know of ports; so nobody tells it.
# fails: published
# says: no process listens on port 8080
# passes: list
cat > /etc/cni/net.d/20-shop.conflist <<'JSON'
{
  "cniVersion": "1.0.0", "name": "shopnet",
  "plugins": [{ "type": "bridge", "bridge": "shop0", "isGateway": true, "ipMasq": true, "ipam": { "type": "host-local", "subnet": "10.66.0.0/24", "routes": [{ "dst": "0.0.0.0/0" }] } }, { "type": "portmap" }]
}
JSON
/root/runtime ADD shop /etc/cni/net.d/20-shop.conflist '{"portMappings": [{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}]}'
