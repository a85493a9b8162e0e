#!/usr/bin/env bash
# Everything that can be done with this repository, on a machine that has the .NET SDK. `./build.sh help` lists it.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
solution=Mockhaus.Statements.sln
artifacts=$PWD/artifacts

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# The only things needed beside the SDK: DuckDB's native library wants the C++ runtime.
prepare() {
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; install it and put 'dotnet' on the PATH."
  dotnet --version >/dev/null 2>&1 || fail "no .NET SDK here satisfies global.json (10.0.100 or later); 'dotnet --list-sdks' shows what there is."
  # Not 'grep -q': it would end at the first match, and ldconfig of the broken pipe.
  if command -v ldconfig >/dev/null && ! ldconfig -p | grep 'libstdc++\.so\.6' >/dev/null; then
    install_package libstdc++6
  fi
}

install_package() {
  command -v apt-get >/dev/null || fail "$1 is missing and there is no apt-get to install it with; install it by hand."
  say "installing $1"
  local sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq && $sudo apt-get install -y -qq "$1" >/dev/null
}

serve() {
  prepare
  # Without a build when nothing has changed since the last one: starting should not take longer than it must.
  local server=samples/Mockhaus.SampleServer binary=samples/Mockhaus.SampleServer/bin/Release/net10.0/Mockhaus.SampleServer.dll
  if [ ! -f "$binary" ] || [ -n "$(find Mockhaus.Statements Mockhaus.Statements.AspNetCore Mockhaus.Statements.Redis "$server" Directory.*.props \
      \( -name obj -o -name bin \) -prune -o -type f -newer "$binary" -print -quit)" ]; then
    say "building the sample server"
    dotnet build "$server" -c Release -v quiet
    touch "$binary"
  fi
  # In the caller's folder, so that --database and --data may be relative to it.
  binary=$PWD/$binary
  cd "$here"
  exec dotnet "$binary" "$@"
}

# A real Redis server, which tests and benchmarks start on a free port.
need_redis() {
  command -v redis-server >/dev/null || install_package redis-server
}

run_tests() {
  prepare
  need_redis
  rm -rf "$artifacts/test-results"
  say "building"
  dotnet build "$solution" -c Release -v quiet
  say "testing"
  dotnet test "$solution" -c Release --no-build --logger "console;verbosity=minimal" \
    --logger "trx;LogFileName=tests.trx" --results-directory "$artifacts/test-results" "$@"
}

# Two clients in other languages against the sample server, over HTTP and HTTPS, with tokens that are checked.
clients() {
  local package
  for package in curl jq; do
    command -v "$package" >/dev/null || install_package "$package"
  done
  command -v node >/dev/null || install_package nodejs
  .ci/clients/run
}

# Both sides of a comparison in one run; 0 when all bars hold, 1 when one does not, 2 for a name that there is not.
bench() {
  prepare
  need_redis
  dotnet run --project Mockhaus.Statements.Benchmarks -c Release -v quiet -- "$@"
}

stress() {
  prepare
  dotnet run --project Mockhaus.Statements.Stress -c Release -v quiet -- "$@"
}

# What must survive: a writer that is killed again and again; what must not grow: a file in which everything passes, and
# the memory that a large result takes.
crash() { stress crash "$@"; }
soak() { stress soak "$@"; }
large() { stress large "$@"; }

# Two processes and a Redis on which everything breaks: what each sees of a statement has to have an order.
redis_history() {
  local rounds=500
  if [ "${1:-}" = --rounds ]; then rounds=$2; fi
  MOCKHAUS_HISTORIES=$rounds run_tests --filter FullyQualifiedName~Stores.Redis.Histories --logger "console;verbosity=normal"
}

# A server that is killed while clients submit: each end that was answered has one entry in the history.
history_crash() {
  local rounds=100
  if [ "${1:-}" = --rounds ]; then rounds=$2; fi
  MOCKHAUS_HISTORY_ROUNDS=$rounds run_tests --filter FullyQualifiedName~HistoryKillTests --logger "console;verbosity=normal"
}

# What the sample server takes: requests that no client should send, and many sessions at once.
fuzz() { stress fuzz "$@"; }
load() { stress load "$@"; }

# Packs, and lets a program that knows nothing but the packages build and run.
pack() {
  prepare
  rm -rf "$artifacts/packages" "$artifacts/consumer" "$artifacts/conformance"
  say "packing"
  local project
  for project in Mockhaus.Statements Mockhaus.Statements.AspNetCore Mockhaus.Statements.Redis Mockhaus.Statements.Conformance; do
    dotnet pack "$project" -c Release -v quiet -o "$artifacts/packages"
  done
  say "consuming the packages"
  cp -r .ci/consumer "$artifacts/consumer"
  # A folder of its own for what it restores, so that no older package of the same version is taken for this one.
  dotnet run --project "$artifacts/consumer" -c Release -v quiet \
    -p:RestoreAdditionalProjectSources="$artifacts/packages" \
    -p:RestorePackagesPath="$artifacts/consumer/packages" \
    -p:RestoreFallbackFolders="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
  say "holding a store to the conformance package"
  cp -r .ci/conformance "$artifacts/conformance"
  dotnet test "$artifacts/conformance" -c Release -v quiet \
    -p:RestoreAdditionalProjectSources="$artifacts/packages" \
    -p:RestorePackagesPath="$artifacts/conformance/packages" \
    -p:RestoreFallbackFolders="${NUGET_PACKAGES:-$HOME/.nuget/packages}" \
    -- RunConfiguration.TreatNoTestsAsError=true
  need_redis
  local port=$((20000 + RANDOM % 10000))
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no >/dev/null &
  local redis=$!
  dotnet run --no-build --project "$artifacts/consumer" -c Release -- --redis "127.0.0.1:$port" || { kill "$redis"; fail "the packages do not work on Redis."; }
  kill "$redis"
  say "the packages are in $artifacts/packages"
  ls "$artifacts/packages"
}

help() {
  cat <<'HELP'
./build.sh serve [--port N] [--https] [--database FILE] [--data DIR] [--redis HOST:PORT]
                                                              run the sample server (http://127.0.0.1:8084)
./build.sh serve --migrate-from FILE --migrate-to FILE        copy statements with their results from one file of them to another
./build.sh test [ARG...]                                      build and run all tests; ARGs go to 'dotnet test'
./build.sh bench [NAME...] [--quick]                          run the benchmarks, or those named; --list names them
./build.sh crash [--rounds N] [--seed N]                      kill a process that writes to a DuckDB file, and look what is left
./build.sh soak [--generations N]                             let everything in a DuckDB file expire, again and again
./build.sh large [--rows N]                                   write a large result to a DuckDB file, read all of it, let it expire
./build.sh redis-history [--rounds N]                         kill, hang and cut off a Redis under two processes, and look for an order
./build.sh history-crash [--rounds N]                         kill -9 a server while clients submit, and count the entries of its history
./build.sh fuzz [--requests N] [--seed N]                     send the sample server what no client should send
./build.sh load [--seconds N] [--sessions N]                  let many sessions submit and poll on the sample server
./build.sh pack                                               make the packages and try them from outside
./build.sh clients                                            run clients in curl and Node.js against the sample server
HELP
}

verb=${1:-help}
[ $# -gt 0 ] && shift
case $verb in
  serve) serve "$@" ;;
  test) run_tests "$@" ;;
  bench) bench "$@" ;;
  crash) crash "$@" ;;
  soak) soak "$@" ;;
  large) large "$@" ;;
  redis-history) redis_history "$@" ;;
  history-crash) history_crash "$@" ;;
  fuzz) fuzz "$@" ;;
  load) load "$@" ;;
  pack) pack ;;
  clients) clients ;;
  help|-h|--help) help ;;
  *) help >&2; fail "there is no verb '$verb'." ;;
esac
