using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed partial class GuardTests
{
    [TestCase("copy (select 1) to 'x.csv'")]
    [TestCase("/* a */ -- b\n COPY t from 'x.csv'")]
    [TestCase("explain analyze copy (select 1) to 'x.csv'")]
    [TestCase("explain (analyze, format json) copy (select 1) to 'x.csv'")]
    [TestCase("prepare p as copy (select 1) to 'x.csv'")]
    [TestCase("select 1; export database 'x'")]
    [TestCase("import database 'x'")]
    [TestCase("attach 'x.db'")]
    [TestCase("detach users")]
    [TestCase("install httpfs")]
    [TestCase("force install httpfs")]
    [TestCase("load httpfs")]
    [TestCase("update extensions")]
    [TestCase("force checkpoint")]
    [TestCase("create or replace persistent secret s (type s3)")]
    [TestCase("drop secret s")]
    [TestCase("set global TimeZone = 'Asia/Tokyo'")]
    [TestCase("reset global TimeZone")]
    [TestCase("set streaming_buffer_size = '10GB'")]
    [TestCase("set session streaming_buffer_size = '10GB'")]
    [TestCase("pragma enable_profiling")]
    [TestCase("pragma \"enable_verification\"")]
    [TestCase("pragma json_execute_serialized_sql('{}')")]
    [TestCase("select * from read_csv('x')")]
    [TestCase("select * from \"READ_CSV\"('x')")]
    [TestCase("select * from system.main.read_text('x')")]
    [TestCase("select * from system.\"main\" . read_blob /* b */ -- c\n ('x')")]
    [TestCase("from glob('*')")]
    [TestCase("create view v as from read_json('x')")]
    [TestCase("create macro m(f) as table from read_text(f)")]
    [TestCase("create macro m(a := (select 1), b := 2) as table from read_text(b)")]
    [TestCase("create table t as from parquet_metadata('x')")]
    [TestCase("with a as (from sniff_csv('x')) from a")]
    [TestCase("insert into t from read_ndjson_auto('x')")]
    [TestCase("merge into t using read_csv('x') s on t.a = s.a when matched then delete")]
    [TestCase("from query('from ena' || 'ble_logging(''QueryLog'')')")]
    [TestCase("from query_table('t')")]
    [TestCase("call json_execute_serialized_sql('{}')")]
    [TestCase("call enable_logging('QueryLog')")]
    [TestCase("select * from duckdb_logs()")]
    [TestCase("select * from duckdb_logs")]
    [TestCase("select * from main.\"duckdb_logs\"")]
    [TestCase("from duckdb_logs_parsed('QueryLog')")]
    [TestCase("call truncate_duckdb_logs()")]
    [TestCase("select write_log('x')")]
    [TestCase("from arrow_scan(1, 2, 3)")]
    [TestCase("select json_structure(j) from t")]
    [TestCase("select j.json_structure() from t")]
    [TestCase("select from_json('[]', repeat('[', 100000))")]
    [TestCase("select (repeat('[', 100000) || repeat(']', 100000))::json::variant")]
    [TestCase("select $$a$$; select 'it''s', 1 from read_text('x')")]
    public void Sql_that_reaches_beyond_its_session_is_refused(string sql) => Refusal(sql).Should().Be("003001");

    [TestCase("create table read_receipts (id int)")]
    [TestCase("insert into read_receipts (id) values (1)")]
    [TestCase("create table glob (query text, copy int)")]
    [TestCase("create table query (id int references glob (id))")]
    [TestCase("create or replace temp table if not exists main.query (id int)")]
    [TestCase("insert into main.query (id) values (1)")]
    [TestCase("create index i on query (id)")]
    [TestCase("with query (a) as (select 1), glob(b) as materialized (select 2) select * from query, glob")]
    [TestCase("select query, \"copy\", glob.query as load from glob where read_csv = 1")]
    [TestCase("select 'a glob (pattern)'")]
    [TestCase("select $$read_csv('x')$$, e'it\\'s read_csv(', 'copy t to ''x''' -- read_csv('x')\n/* attach 'x' read_text('y') */")]
    [TestCase("select 1 as copy")]
    [TestCase("explain select 'copy' as load")]
    [TestCase("update t set copy = 1")]
    [TestCase("set TimeZone = 'Asia/Tokyo'")]
    [TestCase("set variable global = 1")]
    [TestCase("reset TimeZone")]
    [TestCase("pragma table_info('t')")]
    [TestCase("select * from duckdb_settings()")]
    [TestCase("select * from duckdb_tables()")]
    [TestCase("checkpoint")]
    [TestCase("drop table secret")]
    [TestCase("create table secret (a int)")]
    [TestCase("select from_json(?, '[\"INT\"]'), json_structure('{\"a\": 1}'), json_structure(:j), from_json(NULL, '\"JSON\"')")]
    [TestCase("select '{\"a\": 1}'::json::variant, j->'a' from t")]
    [TestCase("select read_receipts(1)")]
    [TestCase("")]
    public void Names_texts_and_comments_are_no_calls(string sql) => Refusal(sql).Should().BeNull();

    /// <summary>What the pattern over the raw text refused, and a call or a command is, is refused still.</summary>
    [Test]
    public void Each_call_and_command_that_the_pattern_refused_is_refused_by_tokens()
    {
        string[] functions = ["read_csv", "read_text", "read_blob", "read_parquet", "read_json_auto", "glob", "sniff_csv", "parquet_schema", "enable_logging"];
        string[] gaps = ["", " ", "/* a */", "-- a\n", "\n\t"];
        string[] frames = ["select * from {0}", "explain from {0}", "create view v as select * from {0}", "with a as (from {0}) from a", "select 1, (select max(x) from {0} t(x))"];
        var calls = from frame in frames
                    from function in functions
                    from name in new[] { function, function.ToUpperInvariant(), $"\"{function}\"", $"system.main.{function}" }
                    from gap in gaps
                    select string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, $"{name}{gap}('x')");
        var commands = from command in new[] { "copy t to 'x'", "export database 'x'", "import database 'x'", "attach 'x'", "install x", "load x" }
                       from before in new[] { "", "/* a */", "-- a\n", "explain ", "EXPLAIN ANALYZE ", "explain /* a */ " }
                       select before + command;

        var corpus = calls.Concat(commands).ToList();

        corpus.Should().HaveCountGreaterThan(900);
        corpus.Where(sql => Pattern().IsMatch(sql)).Should().HaveCount(corpus.Count, "the corpus is what the pattern refused");
        corpus.Where(sql => Refusal(sql) is null).Should().BeEmpty();
    }

    private static string? Refusal(string sql)
    {
        using var command = new DuckDBCommand { CommandText = sql };
        try
        {
            DuckDbGuard.Check(command, Samples.Submitted(TimeProvider.System, "s", null) with { Sql = sql });
            return null;
        }
        catch (StatementFailedException exception)
        {
            return exception.Error.Code;
        }
    }

    [GeneratedRegex(
        """
        ^(\s|--[^\n]*\n|/\*.*?\*/)*(explain\b.*?)?\b(copy|export|import|attach|install|load)\b
        |\b(read_\w+|glob|sniff_csv|parquet_\w+|enable_logging)"?(\s|--[^\n]*\n|/\*.*?\*/)*\(
        """,
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
