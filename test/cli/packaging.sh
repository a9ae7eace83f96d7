#!/bin/sh
# The units say what they must; where systemd-analyze is there, it takes them and rates them.
set -eu
dir=$1
wrong=0
bad() {
    echo "$1"
    wrong=1
}
for unit in sightline.service sightline-signer.service; do
    for line in NoNewPrivileges=yes ProtectSystem=strict ProtectHome=yes PrivateTmp=yes \
        PrivateDevices=yes MemoryDenyWriteExecute=yes RestrictNamespaces=yes LockPersonality=yes \
        ProtectKernelModules=yes ProtectProc=invisible SystemCallArchitectures=native LimitCORE=0 \
        CapabilityBoundingSet= UMask=0077; do
        grep -qx "$line" "$dir/$unit" || bad "$unit has not: $line"
    done
    grep -q '^SystemCallFilter=@system-service' "$dir/$unit" || bad "$unit: no SystemCallFilter"
    grep -q '^RestrictAddressFamilies=AF_UNIX' "$dir/$unit" || bad "$unit: no families"
    grep -q '^User=root' "$dir/$unit" && bad "$unit runs as root"
done
grep -qx 'LoadCredential=key:/etc/sightline/key' "$dir/sightline.service" || bad "the key is not a credential"
grep -qx 'PrivateNetwork=yes' "$dir/sightline-signer.service" || bad "the signer has a network"
grep -qx 'RestrictAddressFamilies=AF_UNIX' "$dir/sightline-signer.service" || bad "the signer has more sockets"
one=$(sed -n 's/^User=//p' "$dir/sightline.service")
two=$(sed -n 's/^User=//p' "$dir/sightline-signer.service")
[ "$one" != "$two" ] || bad "both run as one user"
for user in "$one" "$two"; do
    grep -q "^u $user " "$dir/sightline.sysusers" || bad "no user $user is made"
done
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not there: units were read only"; exit $wrong; }
said=$(systemd-analyze verify --man=no "$dir/sightline.service" "$dir/sightline-signer.service" \
    "$dir/sightline-signer.socket" 2>&1 | grep -i 'sightline' | grep -v 'is not executable\|No such file' || true)
[ -z "$said" ] || bad "systemd-analyze: $said"
for unit in sightline.service sightline-signer.service; do
    rated=$(systemd-analyze security --offline=true "$dir/$unit" 2>/dev/null |
        sed -n 's/.*exposure level for .*: \([0-9]*\)\.\([0-9]*\).*/\1\2/p')
    echo "$unit: exposure ${rated:-not rated} of 100"
    [ -z "$rated" ] || [ "$rated" -le 20 ] || bad "$unit is exposed more than 2.0"
done
exit $wrong
