# host: worker
# The two methods that were missing, for any pod of any network.
cat >/srv/cri/StopPodSandbox <<'END'
#!/bin/bash
. /srv/tools
pod=$(jq -r .podSandboxId)
for id in $(crun list -q | grep "^$pod\(-\|$\)"); do crun delete --force "$id"; done
for conf in /etc/cni/net.d/*.conf; do cni DEL "$pod" "/run/netns/$pod" "$conf"; done
ip netns del "$pod"
END
cat >/srv/cri/RemovePodSandbox <<'END'
#!/bin/bash
umount /srv/"$(jq -r .podSandboxId)"/*/rootfs
END
chmod +x /srv/cri/StopPodSandbox /srv/cri/RemovePodSandbox
for method in StopPodSandbox RemovePodSandbox; do
  curl -sS --unix-socket /run/cri.sock "http://localhost/runtime.v1.RuntimeService/$method" -d '{"podSandboxId":"shop"}'
done
