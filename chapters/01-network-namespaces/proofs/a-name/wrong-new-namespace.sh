# host: worker
# `add` makes another namespace; it names none that exists.
# fails: listens
# says: nothing listens
ip netns add web
