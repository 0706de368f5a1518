# host: worker
ip netns attach web "$(pgrep -f '^python3.*/srv/nameless')"
