# host: control-plane
# As if the client's own frame had come all the way.
# fails: answer
# says: that is not
ip -n client -br link show eth0 | awk '{ print $3 }'
