# What the tools share; read by them with `.`, not run. It goes to the root of the tree, so that they
# work from any folder.
cd "$(dirname "$(readlink -f "$0")")/.."

# How many compilers at once: SOPU_JOBS, else the cores, but not more than one for each 1.5 GB.
jobs() {
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo 2>/dev/null || echo "$cores")
    [ "$memory" -ge 1 ] || memory=1
    [ "$memory" -lt "$cores" ] && cores=$memory
    echo "${SOPU_JOBS:-$cores}"
}
CMAKE_BUILD_PARALLEL_LEVEL=$(jobs)
export CMAKE_BUILD_PARALLEL_LEVEL

passed=0
failed=0

# test_preset <preset>: the steps of `cmake --workflow --preset <preset>`, and counts what passed. A
# build that fails counts as one failure: its tests did not run.
test_preset() {
    log=build/$1.test.log
    mkdir -p build
    if ! cmake --preset "$1" || ! cmake --build --preset "$1"; then
        echo "$1: the build failed; its tests did not run" >&2
        failed=$((failed + 1))
        return 0
    fi
    { ctest --preset "$1" 2>&1 || echo "ctest ended with $?"; } | tee "$log"
    # "98% tests passed, 3 tests failed out of 150"
    counts=$(sed -n 's/.*tests passed, \([0-9]*\) tests\{0,1\} failed out of \([0-9]*\).*/\1 \2/p' "$log")
    bad=${counts% *}
    all=${counts#* }
    if [ -z "$counts" ]; then
        echo "$1: no tests ran" >&2
        bad=1
        all=1
    elif [ "$bad" -eq 0 ] && grep -q '^ctest ended with' "$log"; then
        bad=1
    fi
    failed=$((failed + bad))
    passed=$((passed + all - bad))
}

# The last line of tools/test and .ci/run, and their exit code.
summary() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
