# host: control-plane
# A system of its own, configured on both sides: external BGP, as with the switch of a rack. Without a
# word about it, BIRD takes its lowest address for the router id.
mkdir -p /etc/bird /run/bird
cat >/etc/bird/bird.conf <<CONF
protocol device { }
protocol static pods {
  ipv4;
  route 10.244.$RANGE.0/24 blackhole;
}
protocol kernel {
  ipv4 { export all; };
}
template bgp node {
  local as 64513;
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
  neighbor 172.18.0.2 as 64513;
}
CONF
birdc configure
# host: worker2
cat >>/etc/bird/bird.conf <<'CONF'
protocol bgp control_plane from node {
  neighbor 172.18.0.2 as 64513;
}
CONF
birdc configure
# host: control-plane
# optional: sessions take a second or two to come up, and this only waits until answers come from both
for _ in $(seq 60); do
  ip netns exec grey ping -q -c 1 -W 0.2 10.244.1.2 && ip netns exec grey ping -q -c 1 -W 0.2 10.244.2.2 && break
  sleep 0.1
done
