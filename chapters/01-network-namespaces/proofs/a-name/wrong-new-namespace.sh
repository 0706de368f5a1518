# host: worker
# `add` makes another namespace; it names none that exists.
# fails: listens
# says: nothing listens on 8080 in namespace web
# passes: named
ip netns add web
