# host: worker
ip route get 10.244.1.3 | grep -o 'dev [^ ]*' | cut -d' ' -f2
