# host: worker
# A link does for as long as the process lives; it holds nothing.
ln -s "/proc/$(pgrep -f '^python3.*/srv/nameless')/ns/net" /run/netns/web
