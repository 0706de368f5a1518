# host: control-plane
# The workers' configuration lacks the new neighbour, so they refuse the connection.
# fails: from-control-plane
# says: BIRD on worker has no neighbour 172.18.0.2
# passes: red-green
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
protocol bgp worker2 from node {
  neighbor 172.18.0.4 as 64512;
}
CONF
bird
