#!/usr/bin/env bash
# A client of the SQL API in curl and jq, as people write them. curl.sh BASE TOKEN [CERTIFICATE]
# Prints a line for each check; 0 when all hold.
set -euo pipefail

base=$1 token=$2 certificate=${3:-}
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
common=(-sS --max-time 120 -H 'User-Agent: clients-curl/1.0' -H 'Accept: application/json')
[ -z "$certificate" ] || common+=(--cacert "$certificate")
endless='select count(*) from range(1000000000000)'

check() { # NAME EXPECTED FOUND
  if [ "$2" = "$3" ]; then
    echo "ok: curl, ${base%%:*}: $1"
  else
    echo "NOT OK: curl, ${base%%:*}: $1: expected '$2', found '$3'"
    failed=1
  fi
}

# One exchange: $status, and the files headers and body, unpacked when they came packed.
exchange() { # METHOD PATH [ARGUMENT OF CURL...]
  status=$(curl "${common[@]}" -X "$1" "$base$2" -D "$work/headers" -o "$work/body" -w '%{http_code}' "${@:3}")
  if header content-encoding | grep gzip >/dev/null; then
    mv "$work/body" "$work/body.gz"
    gunzip "$work/body.gz"
  fi
}
call() { exchange "$@" -H "Authorization: Bearer $token"; }
header() { sed -n "s/^$1: *//Ip" "$work/headers" | tr -d '\r'; }
body() { jq -c -r "$1" "$work/body"; }
answer() { echo "$status $(body '[.code, .sqlState] | join(" ")')"; }

submit() { # SQL [QUERY [MORE MEMBERS OF THE BODY]]
  call POST "/api/v2/statements${2:-}" -H 'Content-Type: application/json' \
    -d "$(jq -n --arg statement "$1" --argjson more "${3:-"{}"}" '{$statement} + $more')"
}
await() { # follows a 202 to its end, for two minutes
  local polls=0
  while [ "$status" = 202 ] && [ $((polls += 1)) -lt 600 ]; do
    sleep 0.2
    call GET "$(body .statementStatusUrl)"
  done
}
run() { submit "$@" && await; }

# Submit and poll
run "select 42 as answer, 'x' as letter, null as nothing"
check "a statement is answered" '200 090001 00000 [["42","x",null]]' "$(answer) $(body .data)"
check "columns have names and types" 'ANSWER fixed, LETTER text' "$(body '.resultSetMetaData.rowType[:2] | map("\(.name) \(.type)") | join(", ")')"
submit 'select 1 as a' '?async=true'
check "an asynchronous one answers at once" '202 333334 ["code","message","statementHandle","statementStatusUrl"]' "$status $(body .code) $(body keys)"
handle=$(body .statementHandle)
await
check "a poll finds it finished" "200 [[\"1\"]] $handle" "$status $(body .data) $(body .statementHandle)"

# Partitions: 1 MB each, 300,000 rows of which the sum is known
numbers='select range as n from range(300000)'
run "$numbers" '' '{"parameters": {"client_result_chunk_size": 1}}'
handle=$(body .statementHandle)
sizes=$(body '.resultSetMetaData.partitionInfo | map(.rowCount) | join(" ")')
count=$(body '.resultSetMetaData.partitionInfo | length')
check "a large result has several partitions" 'true 300000' "$([ "$count" -gt 1 ] && echo true) $(body .resultSetMetaData.numRows)"
found='' encodings='' rows=0 sum=0
add() {
  found+="${found:+ }$(body '.data | length')"
  rows=$((rows + $(body '.data | length')))
  sum=$((sum + $(body '.data | map(.[0] | tonumber) | add')))
}
for ((partition = 0; partition < count; partition++)); do
  call GET "/api/v2/statements/$handle?partition=$partition"
  add
  [ "$partition" = 0 ] || encodings+=$(header content-encoding)' '
done
check "each has the rows that were announced" "$sizes" "$found"
check "all rows are there, once" '300000 44999850000' "$rows $sum"
check "all but the first come as gzip, without being asked" gzip "$(tr ' ' '\n' <<<"$encodings" | sort -u | xargs)"
plain=$(body .data | sha256sum)
call GET "/api/v2/statements/$handle?partition=$((count - 1))" -H 'Accept-Encoding: identity'
check "and plain for who accepts no other" "true $plain" "$([ -z "$(header content-encoding)" ] && echo true) $(body .data | sha256sum)"

link() { header link | tr ',' '\n' | sed -n "s/^<\(.*\)>; rel=\"$1\"$/\1/p"; }
call GET "/api/v2/statements/$handle"
rows=0 sum=0 pages=1 last=$(link last)
add
while next=$(link next) && [ -n "$next" ] && [ "$pages" -le "$count" ]; do
  call GET "$next"
  add
  pages=$((pages + 1)) url=$next
done
check "Link: next leads from the first to the last" "$count 300000 44999850000" "$pages $rows $sum"
check "and ends where Link: last said" "${last##*&}" "${url##*&}"

# Bind variables
run 'select ? + ? as total, ? as word' '' \
  '{"bindings": {"1": {"type": "FIXED", "value": "40"}, "2": {"type": "FIXED", "value": "2"}, "3": {"type": "TEXT", "value": "it'"'"'s"}}}'
check "bind variables by position" "[[\"42\",\"it's\"]]" "$(body .data)"
run 'select :a as a' '' '{"bindings": {"a": {"type": "TEXT", "value": "by name"}}}'
check "bind variables by name" '[["by name"]]' "$(body .data)"
run 'create or replace table from_curl (a integer, b varchar)'
check "a table is made" '200 [["Table FROM_CURL successfully created."]]' "$status $(body .data)"
run 'insert into from_curl values (?, ?)' '' \
  '{"bindings": {"1": {"type": "FIXED", "value": ["1", "2", "3"]}, "2": {"type": "TEXT", "value": ["a", null, "c"]}}}'
check "an array of values is a batch" '[["3"]] 3' "$(body .data) $(body .stats.numRowsInserted)"
run 'select * from from_curl order by a'
check "and its rows are there" '[["1","a"],["2",null],["3","c"]]' "$(body .data)"
run "select date '2026-10-07' as d" '' '{"parameters": {"DATE_OUTPUT_FORMAT": "DD.MM.YYYY"}}'
check "an output format is heeded" '[["07.10.2026"]]' "$(body .data)"

# Errors
fails() { # NAME EXPECTED SQL [MORE]
  run "$3" '' "${4:-"{}"}"
  check "$1" "$2" "$(answer)"
}
fails "a syntax error" '422 001003 42000' 'selec 1'
fails "an unknown table" '422 002003 42S02' 'select * from nowhere'
fails "an unknown column" '422 000904 42000' 'select nothing from from_curl'
fails "division by zero" '422 100051 22012' 'select 1 / 0'
fails "a conversion" '422 100038 22018' "select cast('abc' as integer)"
fails "no SQL" '400 000900 42601' ''
fails "a bind variable without a value" '422 002049 42601' 'select ?, ?' '{"bindings": {"1": {"type": "FIXED", "value": "1"}}}'
fails "a timeout" '408 000630 57014' "$endless" '{"timeout": 1}'
run 'selec 1'
call GET "/api/v2/statements/$(body .statementHandle)"
check "a failed statement tells its error again" '422 001003 42000' "$(answer)"
unknown=01b2c3d4-0000-0000-0000-000000000001
call GET "/api/v2/statements/$unknown"
check "an unknown handle" '400 000709 02000' "$(answer)"
call POST "/api/v2/statements/$unknown/cancel"
check "a cancel of an unknown handle" '422 000709 02000' "$(answer)"
call GET "/api/v2/statements/$handle?partition=$count"
check "a partition that there is not" '400 391922 22023' "$(answer)"
call POST /api/v2/statements -H 'Content-Type: application/json' -d '{"statement": '
check "a malformed body" '400 390142' "$status $(body .code)"
call POST /api/v2/statements -H 'Content-Type: text/plain' -d 'select 1'
check "another content type" 415 "$status"
call GET /api/v2/statement
check "an unknown path" 404 "$status"
exchange GET "/api/v2/statements/$handle"
check "no token" '400 390146' "$status $(body .code)"
exchange GET "/api/v2/statements/$handle" -H 'Authorization: Bearer unknown'
check "a wrong token" '401 390303 ["code","message"]' "$status $(body .code) $(body keys)"

# Several statements in one request
run 'begin; insert into from_curl values (4, null); commit; select count(*) as n from from_curl' '' \
  '{"parameters": {"MULTI_STATEMENT_COUNT": "4"}}'
check "several statements in one request" '200 4 [["Multiple statements executed successfully."]]' "$status $(body '.statementHandles | length') $(body .data)"
call GET "/api/v2/statements/$(body '.statementHandles[3]')"
check "each has a result of its own" '200 [["4"]]' "$status $(body .data)"
fails "one of several fails" '422 100132 P0000' 'select 1; select * from nowhere' '{"parameters": {"MULTI_STATEMENT_COUNT": 0}}'
fails "another number than was said" '422 000008 0A000' 'select 1; select 2'

# The same request again
id=$(cat /proc/sys/kernel/random/uuid)
run 'select 7 as seven' "?requestId=$id"
first=$(body '"\(.statementHandle) \(.createdOn)"')
run 'select 7 as seven' "?requestId=$id&retry=true"
check "a retry with the same requestId is the same statement" \
  "$first $id [[\"7\"]]" "$(body '"\(.statementHandle) \(.createdOn) \(.requestId) \(.data)"')"

# Cancel
submit "$endless" '?async=true'
handle=$(body .statementHandle)
call GET "/api/v2/statements/$handle"
check "a long query goes on" '202 333334' "$status $(body .code)"
call POST "/api/v2/statements/$handle/cancel"
check "a running query is cancelled" "200 000604 57014 $handle" "$(answer) $(body .statementHandle)"
call GET "/api/v2/statements/$handle"
await
check "a poll says so" '422 000604 57014' "$(answer)"
call POST "/api/v2/statements/$handle/cancel"
check "a second cancel does no harm" '200 000604 57014' "$(answer)"
run 'select 1 as one'
check "the server answers afterwards" '200 [["1"]]' "$status $(body .data)"

exit $failed
