# host: worker
# The address plugin is a program, too; and a lease is a file.
rm /var/lib/cni/networks/tiny/10.99.0.2
CNI_COMMAND=ADD CNI_CONTAINERID=pod-five CNI_NETNS=/run/netns/five CNI_IFNAME=eth0 CNI_PATH=/opt/cni/bin /opt/cni/bin/bridge < /root/tiny.json
