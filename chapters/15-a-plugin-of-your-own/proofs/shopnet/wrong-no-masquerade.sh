# host: worker
# The pod calls out, and no machine out there has a route back to its address.
# fails: world
# says: packets vanish on the way
# passes: published
cat > /etc/cni/net.d/20-shop.conflist <<'JSON'
{
  "cniVersion": "1.0.0", "name": "shopnet",
  "plugins": [{ "type": "bridge", "bridge": "shop0", "isGateway": true, "ipam": { "type": "host-local", "subnet": "10.66.0.0/24", "routes": [{ "dst": "0.0.0.0/0" }] } }, { "type": "portmap", "capabilities": { "portMappings": true } }]
}
JSON
/root/runtime ADD shop /etc/cni/net.d/20-shop.conflist '{"portMappings": [{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}]}'
