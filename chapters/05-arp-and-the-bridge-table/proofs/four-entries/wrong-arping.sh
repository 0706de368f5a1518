# host: worker
# arping asks and is answered, but it is a program of its own: the kernel did not ask, so it does not keep the answer.
# fails: client-knows-server
# says: namespace client has no neighbour entry for 10.0.0.3
ip netns exec client arping -q -c 1 -w 1 -I eth0 10.0.0.3
