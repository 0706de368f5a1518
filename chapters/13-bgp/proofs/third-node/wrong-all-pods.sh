# host: control-plane
# The range of all pods instead of its own. Pings work, because the other ranges are longer prefixes.
# fails: from-control-plane
# says: that it could announce
# passes: grey-red, grey-green, red-green, red-sees-grey, grey-sees-green, from-worker, from-worker2
mkdir -p /etc/bird /run/bird
cat >/etc/bird/bird.conf <<CONF
router id 172.18.0.2;
protocol device { }
protocol static pods {
  ipv4;
  route 10.244.0.0/16 blackhole;
}
protocol kernel {
  ipv4 { export all; };
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
for _ in $(seq 60); do ip route show 10.244.0.0/16 | grep -q via && break; sleep 0.1; done
# host: worker2
cat >>/etc/bird/bird.conf <<'CONF'
protocol bgp control_plane from node {
  neighbor 172.18.0.2 as 64512;
}
CONF
birdc configure
for _ in $(seq 60); do ip route show 10.244.0.0/16 | grep -q via && break; sleep 0.1; done
# host: control-plane
for _ in $(seq 60); do [ "$(ip route show proto bird | grep -c via)" = 2 ] && break; sleep 0.1; done
