# host: worker
# Addresses, but no way out of their range.
# fails: gateway
# says: no default route
cat > /etc/cni/net.d/20-shop.conflist <<'JSON'
{
  "cniVersion": "1.0.0", "name": "shopnet",
  "plugins": [{ "type": "bridge", "bridge": "shop0", "isGateway": true, "ipMasq": true,
    "ipam": { "type": "host-local", "subnet": "10.66.0.0/24" } }, { "type": "portmap", "capabilities": { "portMappings": true } }]
}
JSON
/root/runtime ADD shop /etc/cni/net.d/20-shop.conflist '{"portMappings": [{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}]}'
