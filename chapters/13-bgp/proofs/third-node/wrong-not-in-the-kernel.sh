# host: control-plane
# BIRD has all the routes, but does not write them into the kernel.
# fails: from-worker
# says: protocol kernel exports nothing
# passes: red-green, from-control-plane
mkdir -p /etc/bird /run/bird
cat >/etc/bird/bird.conf <<CONF
router id 172.18.0.2;
protocol device { }
protocol static pods {
  ipv4;
  route 10.244.$RANGE.0/24 blackhole;
}
protocol kernel {
  ipv4;
}
template bgp node {
  local as 64512;
  direct;
  hold time 3;
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 1;
  ipv4 {
    import all;
    export where source = RTS_STATIC;
  };
}
protocol bgp worker from node {
  neighbor 172.18.0.3 as 64512;
}
protocol bgp worker2 from node {
  neighbor 172.18.0.4 as 64512;
}
CONF
bird
# host: worker
cat >>/etc/bird/bird.conf <<'CONF'
protocol bgp control_plane from node {
  neighbor 172.18.0.2 as 64512;
}
CONF
birdc configure
for _ in $(seq 60); do ip route show "10.244.$RANGE.0/24" | grep -q via && break; sleep 0.1; done
# host: worker2
cat >>/etc/bird/bird.conf <<'CONF'
protocol bgp control_plane from node {
  neighbor 172.18.0.2 as 64512;
}
CONF
birdc configure
for _ in $(seq 60); do ip route show "10.244.$RANGE.0/24" | grep -q via && break; sleep 0.1; done
# host: control-plane
for _ in $(seq 60); do [ "$(birdc show protocols | grep -c Established)" = 2 ] && break; sleep 0.1; done
