# host: worker
# A typing error: the request is flooded, and no pod answers.
# fails: server-knows-client
# says: namespace server has no neighbour entry for 10.0.0.2
ip netns exec client ping -q -c 1 -W 0.3 10.0.0.33
