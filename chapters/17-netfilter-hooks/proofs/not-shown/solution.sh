# host: worker
handle=$(nft -a list chain inet guard gate | grep 'dport 90 ' | grep -oP 'handle \K\d+')
nft delete rule inet guard gate handle "$handle"
