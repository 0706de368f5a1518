# host: worker
# In the wrong order: portmap has no result to find the address in.
# fails: list
# says: must be called as chained plugin
cat > /etc/cni/net.d/20-shop.conflist <<'JSON'
{
  "cniVersion": "1.0.0", "name": "shopnet",
  "plugins": [{ "type": "portmap", "capabilities": { "portMappings": true } }, { "type": "bridge", "bridge": "shop0", "isGateway": true, "ipMasq": true, "ipam": { "type": "host-local", "subnet": "10.66.0.0/24", "routes": [{ "dst": "0.0.0.0/0" }] } }]
}
JSON
/root/runtime ADD shop /etc/cni/net.d/20-shop.conflist '{"portMappings": [{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}]}'
