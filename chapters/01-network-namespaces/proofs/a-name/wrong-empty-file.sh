# host: worker
# The file without the mount: `ip netns list` shows the name, and nothing can enter it.
# fails: named
# says: only a file in /run/netns
touch /run/netns/web
