# host: worker
# What `ip netns attach` does: a file to stand on, and a bind mount of the namespace over it.
touch /run/netns/web
mount --bind "/proc/$(pgrep -f '^python3.*/srv/nameless')/ns/net" /run/netns/web
