# host: worker
# A rule above it that lets red's packets pass.
nft insert rule inet guard gate iif br0 tcp dport 90 accept
