# host: control-plane
# One session instead of two: worker becomes a route reflector, which passes on what it learns from the others.
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
sed -i 's/export where source = RTS_STATIC;/export all;/' /etc/bird/bird.conf
cat >>/etc/bird/bird.conf <<'CONF'
protocol bgp control_plane from node {
  neighbor 172.18.0.2 as 64512;
  rr client;
}
CONF
birdc configure
# host: control-plane
# optional: sessions take a second or two to come up, and this only waits until answers come from both
for _ in $(seq 60); do
  ip netns exec grey ping -q -c 1 -W 0.2 10.244.1.2 && ip netns exec grey ping -q -c 1 -W 0.2 10.244.2.2 && break
  sleep 0.1
done
