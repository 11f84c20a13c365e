#!/bin/sh
# Compiles the shim for this machine, and for each cross compiler named in SKERRY_CROSS, such as
# "aarch64-linux-gnu-gcc arm-linux-gnueabihf-gcc". Called by the agent's Maven build.
set -eu
source=$1
target=$2
mkdir -p "$target"

compiler=${CC:-cc}
if ! command -v "$compiler" > /dev/null; then
    echo "The agent's shim is written in C, and there is no compiler '$compiler'." >&2
    echo "On Debian: apt-get install gcc libc6-dev" >&2
    exit 1
fi

for cc in "$compiler" ${SKERRY_CROSS:-}; do
    case $("$cc" -dumpmachine) in
        x86_64-*) arch=amd64 ;;
        aarch64-*) arch=aarch64 ;;
        arm-* | armv*) arch=arm ;;
        riscv64-*) arch=riscv64 ;;
        *) echo "The agent has no name for machines of '$cc': $("$cc" -dumpmachine)" >&2; exit 1 ;;
    esac
    out=$target/skerry-shim.$arch
    if [ -e "$out" ] && [ -z "$(find "$source" -newer "$out")" ]; then continue; fi
    "$cc" -std=gnu11 -Os -static -s -Wall -Wextra -Werror -ffunction-sections -fdata-sections \
        -Wl,--gc-sections -Wl,-z,noseparate-code -Wl,--build-id=none -o "$out.new" "$source"/*.c
    mv "$out.new" "$out"
done
