# host: worker
# The other way round: then it is the server that asks, and the client that notes who asked.
nsenter --net=/run/netns/server ping -q -c 1 -W 1 10.0.0.2
