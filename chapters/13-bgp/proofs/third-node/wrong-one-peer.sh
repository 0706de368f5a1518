# host: control-plane
# worker is meant to pass the range on to worker2, but peers of one system do not pass on what they have learnt.
# fails: from-control-plane
# says: BIRD on worker2 has no neighbour 172.18.0.2
# passes: grey-red, red-green, red-sees-grey
mkdir -p /etc/bird /run/bird
cat >/etc/bird/bird.conf <<CONF
router id 172.18.0.2;
protocol device { }
protocol static pods {
  ipv4;
  route 10.244.$RANGE.0/24 blackhole;
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
