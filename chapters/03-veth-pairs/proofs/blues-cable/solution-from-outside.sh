# host: worker
# The other way round: which of the node's devices says that it leads into blue?
ip -o link | grep 'link-netns blue' | cut -d: -f1
