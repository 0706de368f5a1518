# host: worker
# `add` makes another namespace; it names none that exists.
# fails: listens
# says: nothing listens on 8080 in namespace web
ip netns add web
