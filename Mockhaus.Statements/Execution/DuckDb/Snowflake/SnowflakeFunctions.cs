using System.Buffers;
using System.Text;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Replaces RESULT_SCAN, LAST_QUERY_ID and QUERY_HISTORY in the SQL of a statement by what they stand for.</summary>
/// <remarks>By tokens: what is in quotes, comments and quoted names stays. A statement without these words is not read.</remarks>
internal sealed class SnowflakeFunctions(DuckDBConnection connection, StatementExecution execution, CancellationToken cancellationToken)
{
    private static readonly SearchValues<string> Names =
        SearchValues.Create(["RESULT_SCAN", "LAST_QUERY_ID", "QUERY_HISTORY"], StringComparison.OrdinalIgnoreCase);

    /// <summary>What follows these words is a name that the SQL defines or fills, such as in <c>create table result_scan(n integer)</c>.</summary>
    private static readonly string[] Definitions = ["AS", "TABLE", "MACRO", "FUNCTION", "INTO", "WITH", "RECURSIVE"];

    private readonly StagedTables _tables = new(connection);

    /// <summary>Rewrites the text of a command, if it has one of the functions.</summary>
    /// <returns>The tables to drop afterwards, or null when nothing was rewritten.</returns>
    /// <exception cref="StatementFailedException">A function cannot be answered.</exception>
    public static StagedTables? Rewrite(DuckDBCommand command, StatementExecution execution, CancellationToken cancellationToken)
    {
        if (!command.CommandText.AsSpan().ContainsAny(Names) || command.CommandText.Contains('\0', StringComparison.Ordinal) || execution.Session is null)
        {
            return null;
        }

        // As for the statement itself, because arguments are evaluated before it runs.
        SqlNestingLimit.Check(command.CommandText);

        var functions = new SnowflakeFunctions((DuckDBConnection)command.Connection!, execution, cancellationToken);
        try
        {
            command.CommandText = functions.Rewrite(command.CommandText);
            return functions._tables;
        }
        catch (DuckDBException exception)
        {
            throw DuckDbErrors.From(exception.Message, command.CommandText);
        }
    }

    private string Rewrite(string sql)
    {
        var tokens = SqlTokenizer.Tokenize(sql).ToList();
        var (text, copied) = (new StringBuilder(), 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Replace(tokens, i) is var (replacement, last))
            {
                text.Append(sql, copied, tokens[i].Start - copied).Append(replacement);
                copied = tokens[last].End;
                i = last;
            }
        }

        return text.Append(sql, copied, sql.Length - copied).ToString();
    }

    /// <summary>What a function that begins at a token becomes.</summary>
    /// <returns>The SQL, and the index of the function's last token; or null when none begins there.</returns>
    private (string Replacement, int Last)? Replace(List<SqlToken> tokens, int i)
    {
        // TABLE(…) around a function goes with it.
        if (tokens[i].Is("TABLE") && SqlArguments.At(tokens, i + 1) is { } table)
        {
            return ReplaceTable(tokens, i + 2) is var (inner, last) && last + 1 == table.Close ? (inner, table.Close) : null;
        }

        if (i > 0 && (tokens[i - 1].First == '.' || Array.Exists(Definitions, word => tokens[i - 1].Is(word))))
        {
            return null;
        }

        if (tokens[i].Is("LAST_QUERY_ID") && SqlArguments.At(tokens, i + 1) is { } call)
        {
            return (LastQueryId(call) is { } handle ? $"'{handle}'" : "cast(null as varchar)", call.Close);
        }

        return ReplaceTable(tokens, i);
    }

    private (string Replacement, int Last)? ReplaceTable(List<SqlToken> tokens, int i)
    {
        if (i < tokens.Count && tokens[i].Is("RESULT_SCAN") && SqlArguments.At(tokens, i + 1) is { } scan)
        {
            return (ResultScan(scan), scan.Close);
        }

        if (QueryHistoryCall.Find(tokens, i) is not var (name, call, last))
        {
            return null;
        }

        var filter = QueryHistoryCall.Filter(name, call, Evaluate);
        return (new QueryHistoryTable(execution, cancellationToken).Create(_tables, filter.Filter, filter.Limit), last);
    }

    private string ResultScan(SqlArguments call)
    {
        if (call.Each().ToList() is not [var argument])
        {
            throw DuckDbErrors.Bind("001015", "RESULT_SCAN takes one argument: the handle of a statement, or LAST_QUERY_ID().");
        }

        var text = Evaluate(call.Tokens, argument, "varchar");
        if (!StatementHandle.TryParse(text, out var handle))
        {
            throw new StatementFailedException(new("000709", "02000", $"Statement {text ?? "NULL"} not found"));
        }

        return new ResultScanTable(execution, cancellationToken).Create(_tables, handle);
    }

    /// <summary>The value of a constant expression, as text.</summary>
    private string? Evaluate(IReadOnlyList<SqlToken> tokens, (int First, int End) argument, string type)
    {
        var range = tokens.Skip(argument.First).Take(argument.End - argument.First).ToList();
        if (range.Exists(token => token.First is '?' || token is { First: '$', End: var end, Start: var start } && end == start + 1))
        {
            throw DuckDbErrors.Bind("001003", "RESULT_SCAN and QUERY_HISTORY take constants. Write the value into the SQL in place of a bind variable.");
        }

        var sql = tokens[argument.First].Sql[range[0].Start..range[^1].End];
        using var command = connection.CreateCommand();
        command.CommandText = $"select cast(({Rewrite(sql)}) as {type})::varchar";
        return command.ExecuteScalar() as string;
    }

    private StatementHandle? LastQueryId(SqlArguments call)
    {
        var number = call.Each().ToList() switch
        {
            [] => -1,
            [var argument] when int.TryParse(Evaluate(call.Tokens, argument, "integer"), out var given) => given,
            _ => throw DuckDbErrors.Bind("001015", "LAST_QUERY_ID takes one whole number, or none."),
        };
        var before = execution.Session!.ListBeforeAsync(execution.Statement, cancellationToken).ToBlockingEnumerable(cancellationToken);
        return (number switch
        {
            < 0 => before.Skip(-(number + 1)),
            > 0 => before.Reverse().Skip(number - 1),
            _ => [],
        }).Select(handle => (StatementHandle?)handle).FirstOrDefault();
    }
}
