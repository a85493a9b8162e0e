using System.Text;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>Bodies of a POST, good in most and odd in something.</summary>
internal sealed class FuzzBodies(FuzzValues values)
{
    private static readonly string[] Sql =
    [
        "select 1 as one", "select ?", "select :1", "select :a, $a", "select ?::varchar, ?", "select * from range(5)", "select i, i * 2 from range(900) t(i) where i > ?",
        "select date '2026-02-03', time '04:05:06.789', timestamp '2026-02-03 04:05:06.123456', timestamptz '2026-02-03 04:05:06+05', 'ab'::blob, null, [1, 2], {'a': 1}",
        "select 'infinity'::date, '-infinity'::timestamp, timestamp '290000-01-01', date '-4000-01-01', timestamptz '9999-12-31 23:59:59+00', timestamp_ns '1700-01-01'",
        "select 1e308, 'nan'::double, -0.0::double, 170141183460469231731687303715884105727::hugeint, 1.50::decimal(38,10), uuid(), interval 3 months",
        "insert into fuzz values (?, ?)", "insert into fuzz values (1, 'a'), (2, null)", "update fuzz set b = :1 where a = :2", "delete from fuzz where a > ?", "create or replace table fuzz2 as select 1 as a",
        "select 1; select 2", "begin; select 1; commit; select ?", ";;", "-- nothing", "select", "selec 1", "select * from nowhere", "select 1/0", "select 'abc'::int", "merge into fuzz using (select 1 as a) s on fuzz.a = s.a when matched then delete",
        "select '\u00e9\U0001F921', \"quoted\" from (select 1 as \"quoted\")", "pivot fuzz on a using count(*)", "insert into fuzz select i, 'x' from range(10) t(i) returning a", "use nothing", "show tables", "copy fuzz to '/tmp/x'",
    ];

    private static readonly string[] Parameters =
    [
        "date_output_format", "time_output_format", "timestamp_output_format", "timestamp_ntz_output_format", "timestamp_ltz_output_format", "timestamp_tz_output_format",
        "binary_output_format", "timezone", "rows_per_resultset", "client_result_chunk_size", "query_tag", "use_cached_result", "multi_statement_count",
        "mockhaus_nullable", "mockhaus_partition_rows", "unknown",
    ];

    private static readonly string[] Types =
    [
        "FIXED", "REAL", "TEXT", "BOOLEAN", "DATE", "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ", "BINARY", "VARIANT", "OBJECT", "ARRAY", "VECTOR", "fixed", "ANY", "",
    ];

    private static readonly string[] Fitting =
    [
        "1", "-12345678901234567890123456789012345678", "1.5e10", "text", "true", "1770076800000", "14706789000000", "1770091506123456789", "1770091506123456789 1770", "cafe", "{\"a\":[1,null]}", "[1,2]",
    ];

    public byte[] Next()
    {
        var bytes = Encoding.UTF8.GetBytes(Json());
        return values.Once(5) ? values.Damage(bytes) : bytes;
    }

    private string Json()
    {
        if (values.Once(20))
        {
            return values.Json();
        }

        // It is in all of them: a statement by chance may be one that takes long.
        List<string> members = ["\"timeout\":5", $"\"statement\":{(values.Once(20) ? values.Json() : FuzzValues.Quote(values.Of(Sql)))}"];
        if (values.Once(2))
        {
            members.Add($"\"bindings\":{Bindings()}");
        }

        if (values.Once(2))
        {
            members.Add($"\"parameters\":{(values.Once(20) ? values.Json() : $"{{{string.Join(',', values.Some(Parameter))}}}")}");
        }

        members.AddRange(values.Once(6) ? values.Some(Member) : []);
        return $"{{{string.Join(',', members)}}}";
    }

    private string Member()
    {
        var name = values.Of("database", "schema", "warehouse", "role", "timeout", "resultSetMetaData", "statement", "bindings", "parameters", "unknown", "Statement");
        return $"\"{name}\":{values.Json()}";
    }

    private string Parameter()
    {
        var name = values.Of(Parameters);
        return $"\"{(values.Once(2) ? name.ToUpperInvariant() : name)}\":{(values.Once(8) ? values.Json() : FuzzValues.Quote(values.Text()))}";
    }

    private string Bindings() => values.Once(10)
        ? values.Json()
        : $"{{{string.Join(',', values.Some(() => $"{FuzzValues.Quote(values.Once(6) ? values.Text() : values.Of("1", "2", "3", "a", "b"))}:{Binding()}"))}}}";

    private string Binding()
    {
        if (values.Once(20))
        {
            return values.Json();
        }

        var type = values.Once(20) ? values.Json() : FuzzValues.Quote(values.Of(Types));
        return $"{{\"type\":{type},\"value\":{(values.Once(4) ? $"[{string.Join(',', values.Some(Value))}]" : Value())}}}";
    }

    private string Value() => values.Once(2) ? FuzzValues.Quote(values.Of(Fitting)) : values.Once(10) ? values.Json() : FuzzValues.Quote(values.Text());
}
